namespace MeanFieldDsl;

/// <summary>
/// A counter-based random generator, Philox4x32-10: the k-th number of a stream is a pure function of seed, stream
/// and k, so that numbers drawn in any order and on any number of threads are the same.
/// </summary>
/// <remarks>
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. The key is the seed;
/// the counter is the block number (low 64 bits) and the stream (high 64 bits); each block gives two 64-bit numbers.
/// Every result uses integer arithmetic, +, −, ×, / and sqrt alone, which IEEE 754 fixes: it has the same bits on
/// every platform. This is a mutable value: a copy continues on its own from the same place. Not for cryptography.
/// </remarks>
public struct CounterRandom
{
    // Streams of 2^63 and beyond serve purposes inside the library, so they never meet a particle's stream.
    private const ulong PermutationStream = ulong.MaxValue;

    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _spare;

    /// <summary>Starts a stream at its beginning.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream; the initialisations use stream i for particle i. Keep below 2⁶³.</param>
    public CounterRandom(ulong seed, ulong stream)
        : this(seed, stream, 0)
    {
    }

    /// <summary>Starts a stream at any position.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="position">How many 64-bit numbers to pass over.</param>
    public CounterRandom(ulong seed, ulong stream, ulong position)
    {
        _seed = seed;
        _stream = stream;
        Position = position;
        _spare = (position & 1) == 0 ? 0 : At(seed, stream, position);
    }

    /// <summary>How many 64-bit numbers were drawn; the other draws use one or more of these each.</summary>
    public ulong Position { get; private set; }

    /// <summary>The 64-bit number at a position of a stream, without a generator.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="position">The position, from 0.</param>
    public static ulong At(ulong seed, ulong stream, ulong position)
    {
        (ulong first, ulong second) = Block(seed, position >> 1, stream);
        return (position & 1) == 0 ? first : second;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        if ((Position++ & 1) != 0)
        {
            return _spare;
        }

        (ulong first, _spare) = Block(_seed, (Position - 1) >> 1, _stream);
        return first;
    }

    /// <summary>The next number uniform on [0, 1): a multiple of 2⁻⁵³. Uses one 64-bit number.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// The next number from the normal distribution with mean 0 and variance 1: the inverse distribution function
    /// (Wichura 1988, algorithm AS 241, relative error about 1e−16) of a uniform number that is an odd multiple of
    /// 2⁻⁵³. Uses one 64-bit number; |z| is at most 8.3 and never 0.
    /// </summary>
    public double NextGaussian() => NormalQuantile.At(((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52)));

    /// <summary>The next whole number uniform on 0, …, <paramref name="bound"/> − 1, without bias.</summary>
    /// <param name="bound">The number of values, at least 1.</param>
    /// <remarks>Multiplication with rejection (Lemire 2019); uses one 64-bit number, very rarely more.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less than 1.</exception>
    public int NextInt(int bound)
    {
        if (bound < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(bound), $"The bound is {bound}; give at least 1.");
        }

        ulong range = (ulong)bound;
        ulong high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            // 2^64 mod bound: the fractions that some values would meet once more than others.
            ulong excess = (0UL - range) % range;
            while (low < excess)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A uniform permutation of 0, …, count − 1 (Fisher–Yates), a function of the seed and the count.</summary>
    internal static int[] Permutation(int count, ulong seed)
    {
        CounterRandom random = new(seed, PermutationStream);
        int[] order = new int[count];
        for (int k = 0; k < count; k++)
        {
            int other = random.NextInt(k + 1);
            order[k] = order[other];
            order[other] = k;
        }

        return order;
    }

    /// <summary>One block of the cipher for tests against the published vectors: counter and key as 32-bit words.</summary>
    internal static (uint X0, uint X1, uint X2, uint X3) Philox(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = 0xD2511F53UL * c0;
            ulong product1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = (
                (uint)(product1 >> 32) ^ c1 ^ k0,
                (uint)product1,
                (uint)(product0 >> 32) ^ c3 ^ k1,
                (uint)product0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0, c1, c2, c3);
    }

    private static (ulong First, ulong Second) Block(ulong seed, ulong block, ulong stream)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox(
            (uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32), (uint)seed, (uint)(seed >> 32));
        return (((ulong)x1 << 32) | x0, ((ulong)x3 << 32) | x2);
    }
}
