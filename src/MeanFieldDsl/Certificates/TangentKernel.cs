using System.Globalization;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl;

/// <summary>
/// The tangent kernel of particles on the rows of a data set, H_rs = (1/m) Σ_i ⟨∂φ(θ_i; x_r), ∂φ(θ_i; x_s)⟩ (Jacot, Gabriel and Hongler 2018, arXiv 1806.07572), with its
/// eigenvalues. Along the flow θ_i' = −m ∂_i F_m without regularizer the predictions u obey u' = −H c with c_r = ℓ'(u_r, y_r)/n, whatever the output scale.
/// </summary>
/// <remarks>
/// The features are divided by m here and velocities multiplied by m (mean-field scaling). With f = m^(−½) Σ φ and θ' = −∂F, the scaling of the literature on tangent kernels, H is the
/// same matrix; with f = Σ φ and θ' = −∂F it is m times as large. The derivative at a kink is the one that the flow uses.
/// </remarks>
public sealed class TangentKernel
{
    // Two blocks of rows of derivatives are held at a time.
    private const long BlockBytes = 64L << 20;

    // Below this many multiply-adds one thread is faster.
    private const double WorkWorthAThread = 4_000_000;

    private readonly double[] _values;
    private readonly Lazy<double[]> _eigenvalues;
    private readonly Lazy<(double[] Values, double[] Vectors)> _eigen;

    private TangentKernel(double[] values, int order)
    {
        _values = values;
        RowCount = order;
        _eigen = new(() => SymmetricEigen.ValuesAndVectors([.. _values], order));
        _eigenvalues = new(() => SymmetricEigen.Values([.. _values], order));
    }

    /// <summary>The number n of rows.</summary>
    public int RowCount { get; }

    /// <summary>H_rs.</summary>
    /// <param name="row">r, from 0.</param>
    /// <param name="column">s, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public double this[int row, int column] => (uint)row < (uint)RowCount && (uint)column < (uint)RowCount
        ? _values[(row * RowCount) + column]
        : throw new ArgumentOutOfRangeException(nameof(row), $"The kernel has no entry ({row}, {column}); it has {RowCount} rows.");

    /// <summary>All entries, n × n, row-major.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The n eigenvalues, rising; each is off by a few √n ε of the largest. Computed at the first call, in about n³ operations.</summary>
    public IReadOnlyList<double> Eigenvalues => _eigenvalues.Value;

    /// <summary>The least eigenvalue: linearised, the square loss falls at least as fast as e^(−2 λ t/n).</summary>
    public double Smallest => _eigenvalues.Value[0];

    /// <summary>The largest eigenvalue: explicit Euler steps of the linearised flow with square loss must be shorter than 2n/λ.</summary>
    public double Largest => _eigenvalues.Value[^1];

    /// <summary>Computes the kernel, block by block: beside the n² numbers of the result at most 128 MiB or 64 rows of derivatives are held.</summary>
    /// <typeparam name="TParticle">The typed view of a particle.</typeparam>
    /// <param name="problem">The model bound to its data.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="only">The derivatives that count, in the weights or in the positions alone; null for all. H is the sum of both.</param>
    /// <param name="threads">The number of threads, or 0 to choose by the amount of work; the bits are the same for any number.</param>
    /// <param name="reproducible">Whether the result has the same bits on every processor, as in <see cref="FlowOptions.Reproducible"/>.</param>
    /// <exception cref="ArgumentException">The particles do not fit the problem, a derivative is not finite, or n² numbers do not fit an array.</exception>
    /// <exception cref="NotSupportedException">The problem was not made by the generator.</exception>
    public static TangentKernel Of<TParticle>(MeanFieldProblem<TParticle> problem, ParticleMeasure<TParticle> particles, ParticleRole? only = null, int threads = 0, bool reproducible = false)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(particles);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int n = problem.RowCount, numbers = particles.Values.Length;
        if (particles.Layout.Dimension != problem.Layout.Dimension)
        {
            throw new ArgumentException($"The particles have {particles.Layout.Dimension} numbers each, those of '{problem.Name}' have {problem.Layout.Dimension}; pass particles of this problem.", nameof(particles));
        }

        if ((long)n * n > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The kernel of {n:N0} rows has {(long)n * n:N0} numbers, more than the {Array.MaxLength:N0} of an array; take a part of the rows, data.Rows(…)."), nameof(problem));
        }

        RowBatch batch = problem.CreateDerivativeRow(particles.Count, reproducible)
            ?? throw new NotSupportedException($"'{problem.Name}' has no derivative of its feature: it is not a model that the generator made.");
        using DerivativeReader reader = new(batch, particles.Values.ToArray());
        long stride = TangentProducts.RoundUp(numbers);
        int padded = (n + TangentProducts.Rows - 1) / TangentProducts.Rows * TangentProducts.Rows;
        int rows = (int)Math.Clamp(BlockBytes / sizeof(double) / stride / GramWork.ChunkRows * GramWork.ChunkRows, GramWork.ChunkRows, Math.Max(GramWork.ChunkRows, padded));
        if (rows * stride > int.MaxValue)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {numbers:N0} derivatives exceed the {int.MaxValue:N0} numbers of a block; take fewer particles."), nameof(particles));
        }

        rows = Math.Min(rows, padded);
        using AlignedBuffer<double> block = new((int)(rows * stride)), other = new(rows < n ? (int)(rows * stride) : 0);
        using WorkerPool workers = new(threads > 0 ? threads : (double)n * n * numbers < WorkWorthAThread ? 1 : Environment.ProcessorCount);
        GramWork work = LaneWidth.Run<MakeGram, GramWork>(default, reproducible);
        double[] values = new double[n * n];
        bool[] kept = [.. Kept(problem.Layout, only)];
        for (int first = 0; first < n; first += rows)
        {
            int count = Read(reader, kept, first, Math.Min(rows, n - first), block, (int)stride, numbers);
            work.Multiply(workers, block, first, count, block, first, count, (int)stride, values, n);
            for (int next = first + rows; next < n; next += rows)
            {
                int more = Read(reader, kept, next, Math.Min(rows, n - next), other, (int)stride, numbers);
                work.Multiply(workers, other, next, more, block, first, count, (int)stride, values, n);
            }
        }

        // What was computed below the diagonal, divided by m, also above.
        for (int r = 0; r < n; r++)
        {
            for (int s = 0; s <= r; s++)
            {
                values[(s * n) + r] = values[(r * n) + s] /= particles.Count;
            }
        }

        return new TangentKernel(values, n);
    }

    /// <summary>A kernel given by its entries, for example a limit of many particles in closed form.</summary>
    /// <param name="values">n × n finite numbers, n at least 1, symmetric up to 1e-12 of the largest; what stands below the diagonal is taken.</param>
    /// <exception cref="ArgumentException">The array is not square or not symmetric, or a number is not finite.</exception>
    public static TangentKernel From(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int n = values.GetLength(0);
        if (n == 0 || values.GetLength(1) != n)
        {
            throw new ArgumentException($"The array has {n} × {values.GetLength(1)} numbers; give as many rows as columns, at least 1.", nameof(values));
        }

        double largest = 0;
        foreach (double value in values)
        {
            largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : throw new ArgumentException($"The value {DataException.Show(value)} is not finite.", nameof(values));
        }

        double[] copy = new double[n * n];
        for (int r = 0; r < n; r++)
        {
            for (int s = 0; s <= r; s++)
            {
                if (Math.Abs(values[r, s] - values[s, r]) > 1e-12 * largest)
                {
                    throw new ArgumentException($"Entry ({r}, {s}) is {DataException.Show(values[r, s])} and entry ({s}, {r}) is {DataException.Show(values[s, r])}; give a symmetric array.", nameof(values));
                }

                copy[(s * n) + r] = copy[(r * n) + s] = values[r, s];
            }
        }

        return new TangentKernel(copy, n);
    }

    /// <summary>The operator norm of the difference: the largest absolute eigenvalue of H − H'.</summary>
    /// <param name="other">H', of as many rows.</param>
    /// <exception cref="ArgumentException">The kernels have different numbers of rows.</exception>
    public double DistanceTo(TangentKernel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.RowCount != RowCount)
        {
            throw new ArgumentException($"The kernels have {RowCount} and {other.RowCount} rows; compare kernels on the same data.", nameof(other));
        }

        double[] difference = new double[_values.Length];
        for (int k = 0; k < difference.Length; k++)
        {
            difference[k] = _values[k] - other._values[k];
        }

        double[] eigenvalues = SymmetricEigen.Values(difference, RowCount);
        return Math.Max(Math.Abs(eigenvalues[0]), Math.Abs(eigenvalues[^1]));
    }

    /// <summary>
    /// The predictions of the linearised flow with the square loss ½ (f − y)² and no regularizer: u(t) = y + e^(−H t/n) (u(0) − y), by the eigenvectors of H, in about
    /// 6 n³ operations at the first call.
    /// </summary>
    /// <param name="time">t ≥ 0, the flow time.</param>
    /// <param name="initial">u(0), n numbers.</param>
    /// <param name="targets">y, n numbers.</param>
    /// <exception cref="ArgumentException">There are not n numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or NaN.</exception>
    public double[] SquareLossPredictions(double time, ReadOnlySpan<double> initial, ReadOnlySpan<double> targets)
    {
        if (initial.Length != RowCount || targets.Length != RowCount)
        {
            throw new ArgumentException($"{initial.Length} predictions and {targets.Length} targets were given; the kernel has {RowCount} rows.", nameof(initial));
        }

        if (!(time >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "The flow time must be at least 0.");
        }

        (double[] eigenvalues, double[] vectors) = _eigen.Value;
        double[] result = targets.ToArray();
        for (int k = 0; k < RowCount; k++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(k * RowCount, RowCount);
            double part = 0;
            for (int r = 0; r < RowCount; r++)
            {
                part += vector[r] * (initial[r] - targets[r]);
            }

            // H is not negative; an eigenvalue below 0 is rounding, and must not grow.
            part *= ScalarMath.Exp(-Math.Max(eigenvalues[k], 0) * time / RowCount);
            for (int r = 0; r < RowCount; r++)
            {
                result[r] += part * vector[r];
            }
        }

        return result;
    }

    /// <summary>The order and the extreme eigenvalues.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Tangent kernel of {RowCount:N0} rows, eigenvalues {Smallest:G4} to {Largest:G4}");

    private static int Read(DerivativeReader reader, bool[] kept, int first, int count, AlignedBuffer<double> block, int stride, int numbers)
    {
        for (int r = 0; r < count; r++)
        {
            Span<double> row = block.Span.Slice(r * stride, numbers);
            reader.Read(first + r, row);
            for (int k = 0; k < numbers; k++)
            {
                if (!kept[k % kept.Length])
                {
                    row[k] = 0;
                }
            }
        }

        return count;
    }

    private static IEnumerable<bool> Kept(ParticleLayout layout, ParticleRole? only) =>
        layout.Parameters.SelectMany(p => Enumerable.Repeat(only is null || p.Role == only, p.Length));

    private readonly struct MakeGram : ILaneWork<GramWork>
    {
        public GramWork Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> => new GramWork<TNarrow>();
    }
}
