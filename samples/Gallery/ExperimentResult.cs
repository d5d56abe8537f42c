using MeanFieldDsl.Reporting;

namespace MeanFieldDsl.Gallery;

/// <summary>
/// One flow, or the median of many of as many particles. Numbers that are not known are null. The excess is F − F*, the relative excess (F − F*) / (F(0) − F*) with the measure 0.
/// </summary>
internal sealed record RunRecord(int M, string Method, double Objective, double? LowerBound, double? RelativeGap, bool GapIsRigorous, double? Excess, double? RelativeExcess, double Seconds, int Iterations, FlowStatus Status)
{
    /// <summary>Further numbers with their names, such as the accuracy of a classifier or the spread of a median.</summary>
    public IReadOnlyList<(string Name, double Value)> More { get; init; } = [];
}

/// <summary>What the source says, or what follows from it on paper, beside what was found.</summary>
internal sealed record Comparison(string Claim, string Expected, string Found, bool Matches);

/// <summary>A page of figures with the name of its file.</summary>
internal sealed record Drawing(string Name, string Caption, SvgPage Page);

/// <summary>What an experiment has found so far.</summary>
internal sealed class ExperimentResult
{
    public List<RunRecord> Runs { get; } = [];

    public List<Comparison> Comparisons { get; } = [];

    public List<Drawing> Drawings { get; } = [];

    public List<(string Name, string Value)> Parameters { get; } = [];

    public bool Canceled { get; set; }

    public double Seconds { get; set; }
}
