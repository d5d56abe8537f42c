using MeanFieldDsl.Library;
using MeanFieldDsl.Reporting;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Gallery;

// The model: a neuron with rectifier and bias, the logistic loss, and half the squared norm of the neurons.
[Feature, Homogeneous(2)]
internal sealed partial class DigitNeuron
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Max(Dot(w, x) + b, 0);
}

[MeanFieldModel<DigitNeuron, LogisticLoss, SquaredL2>]
internal sealed partial class DigitNetwork;

// For comparison: the same without the rectifier.
[Feature, Homogeneous(2)]
internal sealed partial class LinearForm
{
    [Formula]
    public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * (Dot(w, x) + b);
}

[MeanFieldModel<LinearForm, LogisticLoss, SquaredL2>]
internal sealed partial class LinearClassifier;

/// <summary>Hand-written digits by two-layer networks, one against the rest: what more neurons gain.</summary>
internal sealed class Digits : IExperiment
{
    private const int Folds = 5;
    private const double Lambda = 0.003;

    public string Name => "digits";

    public string Description => "Hand-written digits by networks of 1 to 500 neurons, beside a linear classifier.";

    public string SourceFile => "Digits.cs";

    public ModelCard Card => DigitNetwork.Card;

    public void Run(ExperimentContext context)
    {
        // No neurons stand for the linear classifier.
        int[] counts = context.Quick ? [0, 1, 5, 20, 100] : [0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500];
        context.Parameter("data", "1,797 images of 8 × 8 pixels, Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository 1998, CC BY 4.0");
        context.Parameter("accuracy", $"{Folds}-fold cross-validation in a random order of the rows, inputs standardised by the rows of training");
        context.Parameter("classifier", "one model for each digit against the rest; the largest prediction decides; m neurons in each model");
        context.Parameter("lambda", FormattableString.Invariant($"{Lambda}"));
        context.Parameter("flow", "descent from the unit sphere, tolerance 5e-3, at most 300 steps");
        DataSet data = Load();
        int[] order = Shuffle(data.RowCount, context.Seed);
        IReadOnlyList<double[]> numbers = context.Repeat("models of a fold", counts.Length * Folds, (k, cancellation) => Learn(data, order, k % Folds, counts[k / Folds], context.Seed, cancellation));

        // After a cancellation those numbers of neurons are shown of which all folds are there.
        (int M, Fold[] Folds)[] found = [.. numbers.Select(Fold.Of).GroupBy(fold => fold.M).Where(group => group.Count() == Folds).Select(group => (group.Key, group.ToArray()))];
        foreach ((int m, Fold[] folds) in found)
        {
            double objective = folds.Average(f => f.Objective), bound = folds.Average(f => f.LowerBound);
            context.Record(new(
                Max(1, m), m == 0 ? "linear" : "network", objective, m == 0 ? null : bound, m == 0 ? null : (objective - bound) / objective, GapIsRigorous: false, null, null, folds.Sum(f => f.Seconds),
                (int)folds.Average(f => f.Iterations), folds.All(f => f.Converged == 10) ? FlowStatus.Converged : FlowStatus.IterationLimit)
            {
                More = [("accuracy", folds.Average(f => f.Test)), ("lowestAccuracy", folds.Min(f => f.Test)), ("highestAccuracy", folds.Max(f => f.Test)), ("trainingAccuracy", folds.Average(f => f.Training))],
            });
        }

        if (found.Length < counts.Length)
        {
            return;
        }

        double linear = Accuracy(found[0]), best = found.Max(Accuracy);
        context.Compare("linear classifier", "0.95 to 0.97", $"{linear:F4}", linear is > 0.945 and < 0.975);
        context.Compare("the best network: above the linear classifier, near a support vector machine with a Gaussian kernel", "0.98 to 0.99", $"{best:F4}", best > linear && best > 0.975);
        context.Draw("digits", "Accuracy on rows that were not trained on (average and range of five folds), and which digit the best network takes for which: the area is the number of mistakes", Curve(found), Mistakes(found.MaxBy(Accuracy).Folds));

        static double Accuracy((int M, Fold[] Folds) point) => point.Folds.Average(f => f.Test);
    }

    private static DataSet Load()
    {
        using Stream stream = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv")!;
        using StreamReader reader = new(stream);
        return DataSet.FromCsv(reader);
    }

    private static int[] Shuffle(int count, ulong seed)
    {
        CounterRandom random = new(seed, 0);
        return [.. Enumerable.Range(0, count).Select(i => (Key: random.NextUInt64(), i)).OrderBy(pair => pair.Key).Select(pair => pair.i)];
    }

    /// <summary>Learns the ten models of one fold and counts which digit is taken for which.</summary>
    private static double[] Learn(DataSet data, int[] order, int fold, int m, ulong seed, CancellationToken cancellation)
    {
        DataSet train = data.Rows([.. order.Where((_, i) => i % Folds != fold)]), test = data.Rows([.. order.Where((_, i) => i % Folds == fold)]);
        Standardizer units = Standardizer.Fit(train);
        (train, test) = (units.Apply(train), units.Apply(test));
        double[][] onTest = new double[10][], onTraining = new double[10][];
        double objective = 0, bound = 0, seconds = 0, iterations = 0, converged = 0;
        for (int digit = 0; digit < 10; digit++)
        {
            DataSet labels = train.MapTargets(y => y == digit ? 1 : -1);
            FlowOptions options = new() { Threads = 1, ParticleCount = Max(1, m), Seed = seed + (ulong)digit, MaxIterations = 300, Tolerance = 5e-3, RandomProbes = 100 };
            Fitted one = m == 0
                ? Fit(new LinearClassifier(new SquaredL2 { Lambda = Lambda }).On(labels), options, test, labels, cancellation)
                : Fit(new DigitNetwork(new SquaredL2 { Lambda = Lambda }).On(labels), options, test, labels, cancellation);
            cancellation.ThrowIfCancellationRequested();
            (onTest[digit], onTraining[digit]) = (one.OnTest, one.OnTraining);
            objective += one.Objective / 10;
            bound += one.Bound / 10;
            seconds += one.Seconds;
            iterations += one.Iterations / 10.0;
            converged += one.Converged ? 1 : 0;
        }

        double[] confusion = Confusion(test, onTest), training = Confusion(train, onTraining);
        return [m, objective, bound, seconds, iterations, converged, Right(confusion) / test.RowCount, Right(training) / train.RowCount, .. confusion];

        static double Right(double[] counts) => Enumerable.Range(0, 10).Sum(digit => counts[11 * digit]);
    }

    /// <summary>Learns one digit against the rest.</summary>
    private static Fitted Fit<TParticle>(MeanFieldProblem<TParticle> problem, FlowOptions options, DataSet test, DataSet training, CancellationToken cancellation)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        FlowResult<TParticle> run = GradientFlow.Run(problem, options, cancellation: cancellation);
        double bound = run.Gap is { } gap && double.IsFinite(gap.LowerBound) ? gap.LowerBound : 0;
        return new(problem.Predict(run.Particles, test), problem.Predict(run.Particles, training), run.Objective, bound, run.Elapsed.TotalSeconds, run.Iterations, run.Status == FlowStatus.Converged);
    }

    private static double[] Confusion(DataSet data, double[][] predictions)
    {
        double[] counts = new double[100];
        for (int row = 0; row < data.RowCount; row++)
        {
            counts[(10 * (int)data.Targets[row]) + Enumerable.Range(0, 10).MaxBy(digit => predictions[digit][row])]++;
        }

        return counts;
    }

    private static SvgFigure Curve((int M, Fold[] Folds)[] found)
    {
        (int M, Fold[] Folds)[] networks = found[1..];
        double[] m = [.. networks.Select(point => (double)point.M)];
        double[] ends = [m[0], m[^1]];
        double linear = found[0].Folds.Average(f => f.Test);
        return new SvgFigure("Digits, one against the rest", "neurons m", "accuracy") { XScale = AxisScale.Log, Width = 560, Height = 420 }
            .Band(m, [.. networks.Select(point => point.Folds.Min(f => f.Test))], [.. networks.Select(point => point.Folds.Max(f => f.Test))], null, "#0072b2")
            .Line(m, [.. networks.Select(point => point.Folds.Average(f => f.Test))], "network", "#0072b2")
            .Line(m, [.. networks.Select(point => point.Folds.Average(f => f.Training))], "on training rows", "#56b4e9")
            .DottedLine(ends, [linear, linear], "linear", "#d55e00");
    }

    private static SvgFigure Mistakes(Fold[] folds)
    {
        (int True, int Taken, double Count)[] mistakes =
            [.. Enumerable.Range(0, 100).Where(k => k / 10 != k % 10).Select(k => (k / 10, k % 10, folds.Sum(f => f.Confusion[k]))).Where(mistake => mistake.Item3 > 0)];
        SvgFigure figure = new SvgFigure($"{mistakes.Sum(mistake => mistake.Count):F0} mistakes in 1,797 rows, m = {folds[0].M}", "the digit", "taken for") { Width = 420, Height = 420 }
            .DottedLine([0, 9], [0, 9], null, "#bbbbbb");
        return mistakes.Length == 0
            ? figure
            : figure.Bubbles([.. mistakes.Select(mistake => (double)mistake.True)], [.. mistakes.Select(mistake => (double)mistake.Taken)], [.. mistakes.Select(mistake => mistake.Count)], null, "#d55e00");
    }

    private sealed record Fold(int M, double Objective, double LowerBound, double Seconds, double Iterations, int Converged, double Test, double Training, double[] Confusion)
    {
        public static Fold Of(double[] n) => new((int)n[0], n[1], n[2], n[3], n[4], (int)n[5], n[6], n[7], n[8..]);
    }

    private sealed record Fitted(double[] OnTest, double[] OnTraining, double Objective, double Bound, double Seconds, int Iterations, bool Converged);
}
