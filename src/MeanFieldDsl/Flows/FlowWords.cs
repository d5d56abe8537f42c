using System.Globalization;

namespace MeanFieldDsl;

/// <summary>The sentences of a result. They claim no more than what was computed.</summary>
internal readonly record struct FlowWords(string Verdict, string Advice)
{
    public static FlowWords Of(FlowStatus status, FlowLoop loop, FirstVariationReport? report, DualityGapReport? gap, FlowOptions options, ParticleLayout layout, string? culprit)
    {
        if (report is null)
        {
            return new($"The flow of '{layout.Feature}' could not start.", NotFinite(loop, culprit));
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        string end = status switch
        {
            FlowStatus.Converged => "The particles are stationary to",
            FlowStatus.Canceled => "The flow was canceled at",
            FlowStatus.TimeLimit => "The time limit ended the flow at",
            FlowStatus.IterationLimit => "The iteration limit ended the flow at",
            FlowStatus.FlowTimeReached => "The flow reached the asked flow time at",
            FlowStatus.Diverged => "The flow left the finite numbers after",
            FlowStatus.Stopped => "StopWhen ended the flow at",
            FlowStatus.EventReached => "An event ended the flow at",
            FlowStatus.GapReached => "The duality gap fell to the asked tolerance at",
            FlowStatus.DefectReached => "The defect of the energy identity ended the flow at",
            _ => "The flow stalled at",
        };
        string verdict = string.Create(
            culture,
            $"{end} a residual (root mean squared speed) of {loop.Residual:G3} after {loop.Iterations:N0} steps, flow time {loop.FlowTime:G4}; F = {loop.Objective:G10}. {report} {gap?.ToString() ?? "No lower bound of F was looked for."}");
        string advice = AdviceOn(status, loop, options, culprit);
        if (report.FoundDescent)
        {
            string escape = status == FlowStatus.Converged
                ? "Mass placed there would lower F, so this is not a global minimum: start from more particles or from a wider initialisation."
                : "Mass placed there would lower F: let the flow run on, or use more particles if it ends here again.";
            advice = advice.Length == 0 ? escape : $"{advice} {escape}";
        }

        return new(verdict, advice);
    }

    private static string AdviceOn(FlowStatus status, FlowLoop loop, FlowOptions options, string? culprit)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string ratio = string.Create(culture, $"{loop.Residual / loop.LargestResidual:G3} of the largest residual, asked was {options.Tolerance:G3}");
        return status switch
        {
            FlowStatus.IterationLimit => $"The residual is {ratio}: raise MaxIterations or Tolerance, or continue with InitialParticles set to these particles.",
            FlowStatus.TimeLimit => $"The residual is {ratio}: raise TimeLimit or Tolerance, or continue with InitialParticles set to these particles.",
            FlowStatus.FlowTimeReached => $"The residual is {ratio}: leave MaxFlowTime null to flow until stationary.",
            FlowStatus.Canceled => $"The residual is {ratio}: continue with InitialParticles set to these particles.",
            FlowStatus.Diverged => $"In the next step {culprit ?? "the sum over the particles"} is not finite: take a shorter step, FlowScheme.Adaptive, or FlowScheme.Automatic, which never raises F.",
            FlowStatus.DefectReached => string.Create(culture, $"The defect is {loop.DissipationDefect:G3}, allowed was {options.LargestDissipationDefect:G3}: take a shorter step or a smaller tolerance of FlowScheme.Adaptive; schemes that aim at the end of the flow leave its path."),
            FlowStatus.Stalled when loop.StalledAboveRounding => $"The residual is {ratio}, yet no step along the velocity lowers F (the fastest number is {culprit}): the particles stand at a kink of the formula, or a hand-written derivative is wrong. Smooth the kink (Softplus for Max, a square root for Abs), check the derivative, or take a regularizer whose proximal map is known (FlowScheme.ForwardBackward).",
            FlowStatus.Stalled when loop.IsSingle => $"The residual is {ratio}; the remaining decrease is below the rounding of F = {loop.Objective.ToString("G6", culture)}. Single precision gives no more: raise Tolerance, or continue in a model of Precision.Double with InitialParticles set to these particles.",
            FlowStatus.Stalled => $"The residual is {ratio}; the remaining decrease is below the rounding of F = {loop.Objective.ToString("G6", culture)}. Double precision gives no more: raise Tolerance, or rescale the loss if its constant part dominates.",
            _ => "",
        };
    }

    private static string NotFinite(FlowLoop loop, string? culprit)
    {
        string what = double.IsFinite(loop.Objective) ? "The velocity" : string.Create(CultureInfo.InvariantCulture, $"The objective is {loop.Objective}, which");
        string where = culprit is null ? "" : $" (the first culprit is {culprit})";
        return $"{what} is not a finite number at the initial particles, though these are finite{where}: the start lies outside the domain of the formula (a logarithm or a root of a negative number, a division by 0, an overflow), or the data are not finite. Choose an Initialisation or InitialParticles inside the domain, or a smaller radius.";
    }
}
