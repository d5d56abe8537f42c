using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The workloads by name, in the shapes that are timed and in small ones of the same kind for tests.</summary>
internal static class Workloads
{
    private static readonly (string Name, Func<string, Workload> Full, Func<string, Workload> Small)[] Table =
    [
        ("relu-tiny", static name => Network(name, Family.Relu, 100, 20, 2), static name => Network(name, Family.Relu, 17, 5, 2)),
        ("relu-d2", static name => Network(name, Family.Relu, 1000, 1000, 2), static name => Network(name, Family.Relu, 41, 13, 2)),
        ("relu-d100", static name => Network(name, Family.Relu, 1000, 1000, 100), static name => Network(name, Family.Relu, 41, 13, 100)),
        ("relu-d784", static name => Network(name, Family.Relu, 10_000, 1000, 784), static name => Network(name, Family.Relu, 41, 13, 784)),
        ("sigmoid-d20", static name => Network(name, Family.Sigmoid, 5000, 2000, 20), static name => Network(name, Family.Sigmoid, 41, 13, 20)),
        ("gauss-1d", static name => Gauss(name, 1000, 1000), static name => Gauss(name, 41, 13)),
        ("torus-2d", static name => Torus(name, 10), static name => Torus(name, 3)),
        ("torus-2d-m25", static name => Torus(name, 5), static name => Torus(name, 2)),
        ("tensor-rank1", static name => Tensor(name, 10_000, 100, 30), static name => Tensor(name, 41, 13, 4)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(static entry => entry.Name)];

    public static Workload Full(string name) => Table.Single(entry => entry.Name == name).Full(name);

    public static Workload Small(string name) => Table.Single(entry => entry.Name == name).Small(name);

    /// <summary>A network of any size. With many particles some row is near some kink, so that only times can be compared.</summary>
    public static Workload Network(Family family, int rows, int particles, int dimension) => Network("", family, rows, particles, dimension, avoidsKinks: false);

    // (a, w, b): a standard normal, w and b such that the pre-activations are about standard normal.
    private static Workload Network(string name, Family family, int rows, int particles, int dimension, bool avoidsKinks = true)
    {
        double[] start = Normals(1, particles * (dimension + 2));
        double scale = 1 / Math.Sqrt(dimension + 1);
        for (int k = 0; k < start.Length; k++)
        {
            start[k] = (float)(k % (dimension + 2) == 0 ? start[k] : start[k] * scale);
        }

        double[] inputs = new double[rows * dimension];
        double[] targets = new double[rows];
        CounterRandom random = new(2, 0);
        for (int row = 0; row < rows; row++)
        {
            Span<double> x = inputs.AsSpan(row * dimension, dimension);
            do
            {
                foreach (ref double value in x)
                {
                    value = (float)random.NextGaussian();
                }
            }
            while (avoidsKinks && family == Family.Relu && Kinks.IsNear(x, start));

            targets[row] = (float)Math.Sin(x[0] + x[^1]);
        }

        return new()
        {
            Name = name,
            Family = family,
            Inputs = inputs,
            InputCount = dimension,
            Targets = targets,
            Start = start,
            ParticleLength = dimension + 2,
            Step = 0.125,
            Decay = 1.0 / 1024,
        };
    }

    // (w, t) with t on [0, 1], seen on a grid that is uniform in both precisions; the observed measure has three spikes.
    private static Workload Gauss(string name, int rows, int particles)
    {
        const double Width = 0.05;
        double[] inputs = [.. Enumerable.Range(0, rows).Select(r => (r + 0.5) / BitOperations.RoundUpToPowerOf2((uint)rows))];
        double[] start = Normals(3, particles * 2);
        for (int i = 0; i < particles; i++)
        {
            start[(2 * i) + 1] = (float)((i + 0.5) / particles);
        }

        return new()
        {
            Name = name,
            Family = Family.Gauss,
            Inputs = inputs,
            InputCount = 1,
            Targets = [.. inputs.Select(x => (double)(float)(Bump(x - 0.2) - Bump(x - 0.5) + Bump(x - 0.7)))],
            Start = start,
            ParticleLength = 2,
            Step = 1.0 / 64,
            Decay = 1.0 / 1024,
            Width = Width,
        };

        static double Bump(double u) => Math.Exp(-u * u / (2 * Width * Width));
    }

    // (r, θ₁, θ₂) on a grid; the rows are the 25 Fourier coefficients of the observed measure.
    private static Workload Torus(string name, int side)
    {
        List<double> start = [];
        for (int i = 0; i < side * side; i++)
        {
            start.AddRange([0.5, (float)(2 * Math.PI * ((i / side) + 0.5) / side), (float)(2 * Math.PI * ((i % side) + 0.5) / side)]);
        }

        return new()
        {
            Name = name,
            Family = Family.Torus,
            Inputs = [.. TorusProblem.Inputs()],
            InputCount = 2 * TorusProblem.Waves,
            Targets = [.. TorusProblem.Targets()],
            Start = [.. start],
            ParticleLength = 3,
            // The angles of a spike of mass r² move r² times as fast as those of a small one: a longer step would overshoot.
            Step = 1.0 / 8192,
            Decay = 1,
        };
    }

    // (a, b, c) of a cube of numbers of which some entries are observed, each a sum of two products with a little noise.
    private static Workload Tensor(string name, int rows, int particles, int size)
    {
        CounterRandom random = new(4, 0);
        double[] planted = Normals(5, 6 * size);
        double[] inputs = new double[rows * 3];
        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            (int i, int j, int k) = (random.NextInt(size), random.NextInt(size), random.NextInt(size));
            (inputs[3 * row], inputs[(3 * row) + 1], inputs[(3 * row) + 2]) = (i, j, k);
            double value = (planted[i] * planted[size + j] * planted[(2 * size) + k]) + (planted[(3 * size) + i] * planted[(4 * size) + j] * planted[(5 * size) + k]);
            targets[row] = (float)(value + (0.1 * random.NextGaussian()));
        }

        return new()
        {
            Name = name,
            Family = Family.Tensor,
            Inputs = inputs,
            InputCount = 3,
            Targets = targets,
            Start = Normals(6, particles * 3 * size),
            ParticleLength = 3 * size,
            Step = 0.125,
            Decay = 1.0 / 1024,
        };
    }

    private static double[] Normals(ulong seed, int count)
    {
        CounterRandom random = new(seed, 0);
        double[] values = new double[count];
        foreach (ref double value in values.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        return values;
    }
}
