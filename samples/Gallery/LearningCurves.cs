using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>R/R(0) against the number of neurons of the student, for the particle flow and for weights alone, over repetitions.</summary>
/// <param name="name">The name of the law of the teachers.</param>
/// <param name="numbers">What <see cref="Students{TParticle}"/> computed for each m and repetition.</param>
/// <param name="isComplete">Whether nothing was cut off by a cancellation.</param>
internal sealed class LearningCurves(string name, double[][] numbers, bool isComplete)
{
    public const int TeacherSize = 20;

    public const int Repetitions = 5;

    public const int MaxSteps = 20_000;

    /// <summary>The relative risk at which a flow ends.</summary>
    public const double Enough = 1e-7;

    /// <summary>The authors' numbers of neurons.</summary>
    public static readonly int[] Counts = [3, 4, 5, 7, 10, 13, 18, 25, 33, 45, 61, 82, 110, 148, 199];

    private readonly int[] _counts = [.. numbers.Select(run => (int)run[0]).Distinct().Order()];

    public bool IsComplete { get; } = isComplete;

    public double Flow(int m, double level = 0.5) => Quantiles.Of(Column(m, 2), level);

    public double WeightsOnly(int m, double level = 0.5) => Quantiles.Of(Column(m, 7), level);

    public void Record(ExperimentContext context)
    {
        foreach (int m in _counts)
        {
            foreach ((string method, int first) in ((string, int)[])[("flow", 2), ("weights only", 7)])
            {
                double[] relative = Column(m, first);
                double objective = Quantiles.Median(Column(m, first + 1));
                context.Record(new(
                    m, $"{method}, {name}", objective, null, null, false, objective, Quantiles.Median(relative), Column(m, first + 2).Sum(), (int)Quantiles.Median(Column(m, first + 3)),
                    (FlowStatus)Column(m, first + 4).GroupBy(status => status).MaxBy(group => group.Count())!.Key)
                {
                    More = [("repetitions", relative.Length), ("relativeExcessMean", relative.Average()), ("relativeExcess10", Quantiles.Of(relative, 0.1)), ("relativeExcess90", Quantiles.Of(relative, 0.9))],
                });
            }
        }
    }

    /// <summary>Compares what the authors' figure shows: where the flow falls, and that weights alone stay high.</summary>
    public void Compare(ExperimentContext context)
    {
        double fall = Math.Log10(Flow(18) / Flow(33));
        context.Compare($"flow, {name}: decades by which the median of R/R(0) falls from m = 18 to m = 33", "at least 3", $"{fall:F1}", fall >= 3);
        double many = _counts.Where(m => m >= 33).Max(m => Flow(m));
        context.Compare($"flow, {name}: largest median of R/R(0) for m ≥ 33", "below 2e-5, as the authors' flow with rectifiers", $"{many:0.0e+00}", many < 2e-5);
    }

    /// <summary>The smallest and the largest median of R/R(0) under weights alone, over the authors' at the same m.</summary>
    public (double Least, double Largest) AgainstAuthors(double[] authors)
    {
        double[] ratios = [.. _counts.Select(m => WeightsOnly(m) / authors[Array.IndexOf(Counts, m)])];
        return (ratios.Min(), ratios.Max());
    }

    public SvgFigure Figure(string title, double[] authorsFlow, double[] authorsWeightsOnly)
    {
        SvgFigure figure = new(title, "neurons m", "R/R(0)") { XScale = AxisScale.Log, YScale = AxisScale.Log, Width = 760, Height = 480 };
        double[] m = [.. _counts.Select(count => (double)count)], all = [.. Counts.Select(count => (double)count)];
        _ = figure.Band(m, At(Flow, 0.1), At(Flow, 0.9), null, "#0072b2").Line(m, At(Flow, 0.5), "flow", "#0072b2");
        _ = figure.Band(m, At(WeightsOnly, 0.1), At(WeightsOnly, 0.9), null, "#d55e00").Line(m, At(WeightsOnly, 0.5), "weights only", "#d55e00");
        return figure
            .Scatter(all, authorsFlow, "authors, flow", "#56b4e9").Scatter(all, authorsWeightsOnly, "authors, weights only", "#e69f00")
            .DottedLine([TeacherSize, TeacherSize], [Enough, 1], "20 neurons", "#222222");

        double[] At(Func<int, double, double> curve, double level) => [.. _counts.Select(count => curve(count, level))];
    }

    private double[] Column(int m, int column) => [.. numbers.Where(run => run[0] == m).Select(run => run[column])];
}
