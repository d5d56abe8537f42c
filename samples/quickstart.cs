#:project ../src/MeanFieldDsl/MeanFieldDsl.csproj
#:project ../src/MeanFieldDsl.Reporting/MeanFieldDsl.Reporting.csproj

using System.Globalization;
using System.Text.Json.Nodes;
using MeanFieldDsl;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

// The model, as on paper: a neuron, a loss, a penalty, and the three together. The derivatives are made by the compiler.
[Feature, Homogeneous(2)] public sealed partial class ReluNeuron
{
    [Formula] public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Max(Dot(w, x) + b, 0);
}

[Loss, Convex] public sealed partial class LogisticLoss
{
    [Formula] public static double Value(double prediction, double target) => Softplus(-target * prediction);
}

[Regularizer] public sealed partial class SquaredL2
{
    public required double Lambda { get; init; }
    [Formula] public double Value(Vec theta) => 0.5 * Lambda * SquaredNorm(theta);
}

[MeanFieldModel<ReluNeuron, LogisticLoss, SquaredL2>] public sealed partial class TwoLayerRelu;

internal static class Quickstart
{
    public static int Main(string[] args)
    {
        if (!Options.TryParse(args, out Options options))
        {
            return 2;
        }

        // Data: a fixed split, inputs in units of the training rows' spread, labels 0 and 1 as −1 and +1.
        DataSet all = DataSet.FromCsv(Path.Combine(options.Folder, "data", "breast_cancer.csv"), new CsvOptions { SkipLines = 1 }).MapTargets(y => (2 * y) - 1);
        (DataSet train, DataSet test) = all.Split(trainFraction: 0.8, seed: 1);
        Standardizer units = Standardizer.Fit(train);
        (train, test) = (units.Apply(train), units.Apply(test));
        Console.WriteLine($"Breast cancer: {train} to train, {test.RowCount} rows to test.\n");

        // Training: there is no step size to choose. Ctrl+C ends it early and keeps what was reached.
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
        TwoLayerRelu model = new(new SquaredL2 { Lambda = 0.01 });
        MeanFieldProblem<ReluNeuron.Particle> problem = model.On(train);

        // At its kink a ReLU keeps the speed of the particles from falling to 0, so ask for 2 % of the largest.
        FlowOptions flow = new() { ParticleCount = 100, Seed = 1, Tolerance = 0.02, MaxIterations = 1_000, ReportEvery = 10 };
        FlowResult<ReluNeuron.Particle> result;
        using (ProgressLine progress = new(Console.Error, rewrites: !Console.IsErrorRedirected))
        {
            result = GradientFlow.Run(problem, flow, progress, stop.Token);
        }

        double trainAccuracy = Accuracy(problem, result, train);
        double testAccuracy = Accuracy(problem, result, test);
        Console.WriteLine(FlowTable.Format(result.History));
        Console.WriteLine($"What the compiler found out:\n{TwoLayerRelu.Assumptions}");
        Console.WriteLine($"What the run found out ({result.Status}):\n{result}\n");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Correct: {trainAccuracy:P1} of the training rows, {testAccuracy:P1} of the test rows."));

        Draw(result).Save(options.Svg);
        Console.WriteLine($"Picture: {options.Svg}");
        if (options.Json is not null)
        {
            JsonObject json = new()
            {
                ["testAccuracy"] = testAccuracy,
                ["trainAccuracy"] = trainAccuracy,
                ["objective"] = result.Objective,
                ["residual"] = result.Residual,
                ["status"] = result.Status.ToString(),
                ["iterations"] = result.Iterations,
                ["seconds"] = result.Elapsed.TotalSeconds,
                ["allocatedBytesPerStep"] = result.AllocatedBytesPerStep,
                ["homogeneityDegree"] = problem.Layout.HomogeneityDegree,
            };
            File.WriteAllText(options.Json, json.ToString() + "\n");
        }

        return 0;
    }

    private static double Accuracy(MeanFieldProblem<ReluNeuron.Particle> problem, FlowResult<ReluNeuron.Particle> result, DataSet data)
    {
        double[] predictions = problem.Predict(result.Particles, data);
        int correct = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            correct += predictions[row] * data.Targets[row] > 0 ? 1 : 0;
        }

        return (double)correct / data.RowCount;
    }

    private static SvgPage Draw(FlowResult<ReluNeuron.Particle> result)
    {
        FlowReport[] steps = [.. result.History.Where(line => line.Iteration > 0)];
        SvgFigure descent = new SvgFigure("The flow lowers the objective", "iteration", "objective F") { XScale = AxisScale.Log, YScale = AxisScale.Log }
            .Line([.. steps.Select(line => (double)line.Iteration)], [.. steps.Select(line => line.Objective)]);

        // How strongly each neuron votes, and for which diagnosis.
        List<double> votes = [];
        foreach (ReluNeuron.Particle neuron in result.Particles)
        {
            votes.Add(neuron.A * Sqrt(SquaredNorm(neuron.W) + Sq(neuron.B)));
        }

        double[] benign = [.. votes.Where(vote => vote >= 0).OrderDescending()];
        double[] malignant = [.. votes.Where(vote => vote < 0).OrderDescending()];
        SvgFigure particles = new SvgFigure("What each of the 100 neurons says", "neurons, by vote", "vote a‖(w, b)‖") { ShowXTicks = false };
        Bars(benign, 1, "benign", "#0072b2");
        Bars(malignant, 1 + benign.Length, "malignant", "#d55e00");
        return new SvgPage("Breast cancer, 100 ReLU neurons", descent, particles);

        void Bars(double[] heights, int first, string label, string colour)
        {
            if (heights.Length > 0)
            {
                particles.Bars([.. Enumerable.Range(first, heights.Length).Select(i => (double)i)], heights, label, colour);
            }
        }
    }
}

internal sealed record Options(string Folder, string Svg, string? Json)
{
    private const string Usage = "Usage: dotnet run samples/quickstart.cs [-- [--svg FILE] [--json FILE]]";

    public static bool TryParse(string[] args, out Options options)
    {
        // The SDK says where the program's file stands, so that the sample runs from any folder.
        string folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "samples";
        options = new(folder, Path.Combine(folder, "out", "quickstart.svg"), null);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--svg" or "--json") || i + 1 == args.Length)
            {
                string problem = args[i] is "--svg" or "--json" ? $"{args[i]} needs a file name after it." : $"There is no option '{args[i]}'.";
                Console.Error.WriteLine($"{problem}\n{Usage}");
                return false;
            }

            options = args[i] == "--svg" ? options with { Svg = args[i + 1] } : options with { Json = args[i + 1] };
        }

        return true;
    }
}
