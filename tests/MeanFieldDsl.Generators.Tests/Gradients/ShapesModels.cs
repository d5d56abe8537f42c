using MeanFieldDsl.Generators.Tests.Pipeline;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>The four features of the design, each in a model, and their methods at one pair.</summary>
internal static class ShapesModels
{
    private const string Source =
        """
        public static class Models
        {
            public static Evaluator Relu(DataSet data, int d, int m, int threads) =>
                new TwoLayerRelu(new SquaredL2 { Lambda = 0.1 }).On(data).CreateEvaluator(m, threads);

            public static Evaluator Sigmoid(DataSet data, int d, int m, int threads) =>
                new SigmoidModel(new TotalVariation { Lambda = 0.2 }).On(data).CreateEvaluator(m, threads);

            public static Evaluator Spike(DataSet data, int d, int m, int threads) =>
                new SpikeModel(new DirichletSpike { CutOff = 3 }, new TotalVariation { Lambda = 0.2 }).On(data).CreateEvaluator(m, threads);

            public static Evaluator Tensor(DataSet data, int d, int m, int threads) =>
                new TensorModel().On(data, d, d + 1, 2).CreateEvaluator(m, threads);

            public static double ReluPhi(double[] theta, double[] x) => ReluNeuron.Phi(theta[0], theta[1..^1], theta[^1], x);

            public static double SigmoidPhi(double[] theta, double[] x) => SigmoidNeuron.Phi(theta[0], theta[1..^1], theta[^1], x);

            public static double SpikePhi(double[] theta, double[] x) => new DirichletSpike { CutOff = 3 }.Phi(theta[0], theta[1..], x);

            public static double TensorPhi(double[] theta, double[] x)
            {
                int d = (theta.Length - 3) / 2;
                return RankOneTensor.Phi(theta[..d], theta[d..(2 * d + 1)], theta[(2 * d + 1)..], (int)x[0], (int)x[1], (int)x[2]);
            }
        }

        [Loss, Convex]
        public sealed partial class Half { [Formula] public static double Value(double prediction, double target) => 0.5 * Sq(prediction - target); }

        [MeanFieldModel<SigmoidNeuron, Half, TotalVariation>] public sealed partial class SigmoidModel;

        [MeanFieldModel<DirichletSpike, Half, TotalVariation>] public sealed partial class SpikeModel;

        [MeanFieldModel<RankOneTensor, Half>] public sealed partial class TensorModel;
        """;

    // Compiled once and kept: the code is the same for every test.
    private static readonly Lazy<LoadedCode> Code = new(() => GeneratorHarness.Run(GeneratorHarness.Usings + Samples.All + Source).AssertClean().Load());

    public static TheoryData<string> Names => ["Relu", "Sigmoid", "Spike", "Tensor"];

    public static Evaluator Create(string name, DataSet data, int d, int m, int threads = 1) =>
        Code.Value.Find("Models").GetMethod(name)!.CreateDelegate<Func<DataSet, int, int, int, Evaluator>>()(data, d, m, threads);

    public static Func<double[], double[], double> Phi(string name) =>
        Code.Value.Find("Models").GetMethod(name + "Phi")!.CreateDelegate<Func<double[], double[], double>>();

    public static int Dimension(string name, int d) => name switch { "Spike" => d + 1, "Tensor" => (2 * d) + 3, _ => d + 2 };

    /// <summary>The regularizer of the model, and its derivative in one number.</summary>
    public static (double Value, Func<int, double> Slope) Penalty(string name, double[] theta) => name switch
    {
        "Relu" => (0.05 * theta.Sum(t => t * t), k => 0.1 * theta[k]),
        "Tensor" => (0, _ => 0),
        _ => (0.2 * Math.Abs(theta[0]), k => k == 0 ? 0.2 * Math.Sign(theta[0]) : 0),
    };

    public static (double Value, double Slope) Loss(string name, double f, double y) => name == "Relu"
        ? (Ops.Softplus(-y * f), -y * Ops.Sigmoid(-y * f))
        : (0.5 * (f - y) * (f - y), f - y);

    public static double[][] Particles(string name, int d, int m, Random random) =>
        [.. Enumerable.Range(0, m).Select(_ => Enumerable.Range(0, Dimension(name, d)).Select(_ => (2 * random.NextDouble()) - 1).ToArray())];

    public static (double[][] Rows, double[] Targets) Data(string name, int d, int n, Random random)
    {
        double[][] rows = [.. Enumerable.Range(0, n).Select(_ => name == "Tensor"
            ? [random.Next(d), random.Next(d + 1), random.Next(2)]
            : Enumerable.Range(0, d).Select(_ => (2 * random.NextDouble()) - 1).ToArray())];
        double[] targets = [.. rows.Select(_ => name == "Relu" ? (2 * random.Next(2)) - 1 : (2 * random.NextDouble()) - 1)];
        return (rows, targets);
    }
}
