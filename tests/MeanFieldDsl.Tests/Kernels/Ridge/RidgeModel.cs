using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests.Kernels.Ridge;

/// <summary>A model, and its feature with the gradient as one writes them with <see cref="Math"/>.</summary>
internal sealed record RidgeModel(
    Func<DataSet, int, int, Evaluator> Create, Func<double[], double[], double[]?, double> Feature, Func<int, int> ParticleLength, Func<int, int> Columns)
{
    public const double Lambda = 0.1;

    private const double Leak = 0.2;
    private const double Scale = 0.7;

    private static readonly SquaredL2 Decay = new() { Lambda = Lambda };

    private static readonly Dictionary<string, RidgeModel> Table = new()
    {
        ["Relu"] = Neuron(static (data, m, threads) => new ReluRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (Math.Max(z, 0), z > 0 ? 1 : 0)),
        ["ReluWithoutBias"] = Neuron(
            static (data, m, threads) => new ReluRidgeWithoutBias(Decay).On(data).CreateEvaluator(m, threads), static z => (Math.Max(z, 0), z > 0 ? 1 : 0), hasBias: false),
        ["Leaky"] = Neuron(
            static (data, m, threads) => new LeakyRidge(Decay, new LeakyReluNeuron { Slope = Leak }).On(data).CreateEvaluator(m, threads),
            static z => z > 0 ? (z, 1) : (Leak * z, Leak)),
        ["Sigmoid"] = Neuron(static (data, m, threads) => new SigmoidRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (Sigmoid(z), Sigmoid(z) * Sigmoid(-z))),
        ["Tanh"] = Neuron(static (data, m, threads) => new TanhRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (Math.Tanh(z), 1 / Math.Pow(Math.Cosh(z), 2))),
        ["Erf"] = Neuron(
            static (data, m, threads) => new ErfRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (Ops.Erf(z), 2 / Math.Sqrt(Math.PI) * Math.Exp(-z * z))),
        ["Gelu"] = Neuron(
            static (data, m, threads) => new GeluRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (z * Normal(z), Normal(z) + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)))),
        ["Cosine"] = Neuron(static (data, m, threads) => new CosineRidge(Decay).On(data).CreateEvaluator(m, threads), static z => (Math.Cos(z), -Math.Sin(z))),
        ["Gated"] = new(static (data, m, threads) => new GatedRidge(Decay).On(data).CreateEvaluator(m, threads), Gated, static d => (2 * d) + 2, static d => d),
        ["Scaled"] = new(
            static (data, m, threads) => new ScaledRidge(new ScaledNeuron { Scale = Scale }, Decay).On(data).CreateEvaluator(m, threads), Scaled, static d => d + 2, static d => d + 1),
        ["Relu in single"] = Neuron(static (data, m, threads) => new ReluSingle(Decay).On(data).CreateEvaluator(m, threads), static z => (Math.Max(z, 0), z > 0 ? 1 : 0)),
        ["Sigmoid in single"] = Neuron(static (data, m, threads) => new SigmoidSingle(Decay).On(data).CreateEvaluator(m, threads), static z => (Sigmoid(z), Sigmoid(z) * Sigmoid(-z))),
        ["Gated in single"] = new(static (data, m, threads) => new GatedSingle(Decay).On(data).CreateEvaluator(m, threads), Gated, static d => (2 * d) + 2, static d => d),
        ["Scaled in single"] = new(
            static (data, m, threads) => new ScaledSingle(new ScaledNeuron { Scale = Scale }, Decay).On(data).CreateEvaluator(m, threads), Scaled, static d => d + 2, static d => d + 1),
        ["Tied in single"] = new(static (data, m, threads) => new TiedSingle(Decay).On(data).CreateEvaluator(m, threads), Tied, static d => d + 1, static d => 2 * d),
        ["Hinge"] = new(static (data, m, threads) => new HingeRidge(Decay).On(data).CreateEvaluator(m, threads), Hinge, static _ => 4, static _ => 2),
        ["Hinge in single"] = new(static (data, m, threads) => new HingeSingle(Decay).On(data).CreateEvaluator(m, threads), Hinge, static _ => 4, static _ => 2),
        ["Shifted"] = new(static (data, m, threads) => new ShiftedRidge(Decay).On(data).CreateEvaluator(m, threads), Shifted, static d => d + 2, static d => d + 1),
        ["Tied"] = new(static (data, m, threads) => new TiedRidge(Decay).On(data).CreateEvaluator(m, threads), Tied, static d => d + 1, static d => 2 * d),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Table.Keys];

    public static RidgeModel Of(string name) => Table[name];

    /// <summary>Particles and rows whose inner products are of the order of 1, and targets.</summary>
    public (double[] Particles, double[][] Rows, double[] Targets) Draw(int d, int m, int n)
    {
        Random random = new((d * 1_000_000) + (m * 1000) + n);
        double[] particles = [.. Enumerable.Range(0, m).SelectMany(_ => Enumerable.Range(0, ParticleLength(d)).Select(k => Uniform() * (k == 0 ? 1 : 2 / Math.Sqrt(d))))];
        double[][] rows = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, Columns(d)).Select(_ => Uniform()).ToArray())];
        return (particles, rows, [.. rows.Select(_ => Uniform())]);

        double Uniform() => (2 * random.NextDouble()) - 1;
    }

    private static RidgeModel Neuron(Func<DataSet, int, int, Evaluator> create, Func<double, (double Value, double Slope)> activation, bool hasBias = true) =>
        new(create, (theta, x, gradient) => Neuron(theta, x, gradient, activation, hasBias), d => d + (hasBias ? 2 : 1), static d => d);

    private static double Neuron(double[] theta, double[] x, double[]? gradient, Func<double, (double Value, double Slope)> activation, bool hasBias)
    {
        (double value, double slope) = activation(Dot(theta, 1, x, 0, x.Length) + (hasBias ? theta[^1] : 0));
        if (gradient is not null)
        {
            gradient[0] = value;
            gradient[^1] = theta[0] * slope;
            Fill(gradient, 1, x, 0, x.Length, theta[0] * slope);
        }

        return theta[0] * value;
    }

    // (a, u, w, b)
    private static double Gated(double[] theta, double[] x, double[]? gradient)
    {
        int d = x.Length;
        double gate = Dot(theta, 1, x, 0, d), z = Dot(theta, 1 + d, x, 0, d) + theta[^1], a = theta[0];
        if (gradient is not null)
        {
            gradient[0] = Sigmoid(gate) * Math.Tanh(z);
            gradient[^1] = a * Sigmoid(gate) / Math.Pow(Math.Cosh(z), 2);
            Fill(gradient, 1, x, 0, d, a * Sigmoid(gate) * Sigmoid(-gate) * Math.Tanh(z));
            Fill(gradient, 1 + d, x, 0, d, gradient[^1]);
        }

        return a * Sigmoid(gate) * Math.Tanh(z);
    }

    // (a, w, b); the row's last number is s
    private static double Scaled(double[] theta, double[] x, double[]? gradient)
    {
        int d = x.Length - 1;
        double z = (Scale * Dot(theta, 1, x, 0, d)) + (x[^1] * theta[^1]), a = theta[0];
        if (gradient is not null)
        {
            gradient[0] = Math.Sin(z);
            gradient[^1] = a * Math.Cos(z) * x[^1];
            Fill(gradient, 1, x, 0, d, a * Math.Cos(z) * Scale);
        }

        return a * Math.Sin(z);
    }

    // (a, b, c, e); the row is (s, t)
    private static double Hinge(double[] theta, double[] x, double[]? gradient)
    {
        double z = (theta[1] * x[0]) + (theta[2] * x[1]) + theta[3], slope = z > 0 ? theta[0] : 0;
        if (gradient is not null)
        {
            (gradient[0], gradient[1], gradient[2], gradient[3]) = (Math.Max(z, 0), slope * x[0], slope * x[1], slope);
        }

        return theta[0] * Math.Max(z, 0);
    }

    // (a, w, b); the row's last number is s
    private static double Shifted(double[] theta, double[] x, double[]? gradient)
    {
        int d = x.Length - 1;
        double z = Dot(theta, 1, x, 0, d) + (theta[^1] * x[^1]), slope = z > 0 ? theta[0] : 0;
        if (gradient is not null)
        {
            gradient[0] = Math.Max(z, 0);
            gradient[^1] = slope * x[^1];
            Fill(gradient, 1, x, 0, d, slope);
        }

        return theta[0] * Math.Max(z, 0);
    }

    // (a, w); the row is x, then y
    private static double Tied(double[] theta, double[] x, double[]? gradient)
    {
        int d = x.Length / 2;
        double first = Dot(theta, 1, x, 0, d), second = Dot(theta, 1, x, d, d), a = theta[0];
        if (gradient is not null)
        {
            Array.Clear(gradient);
            gradient[0] = Math.Tanh(first) * Math.Cos(second);
            Fill(gradient, 1, x, 0, d, a / Math.Pow(Math.Cosh(first), 2) * Math.Cos(second), adds: true);
            Fill(gradient, 1, x, d, d, -a * Math.Tanh(first) * Math.Sin(second), adds: true);
        }

        return a * Math.Tanh(first) * Math.Cos(second);
    }

    private static double Dot(double[] theta, int from, double[] x, int column, int length)
    {
        double sum = 0;
        for (int k = 0; k < length; k++)
        {
            sum += theta[from + k] * x[column + k];
        }

        return sum;
    }

    private static void Fill(double[] gradient, int from, double[] x, int column, int length, double factor, bool adds = false)
    {
        for (int k = 0; k < length; k++)
        {
            gradient[from + k] = (adds ? gradient[from + k] : 0) + (factor * x[column + k]);
        }
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Normal(double z) => (1 + Ops.Erf(z / Math.Sqrt(2))) / 2;
}
