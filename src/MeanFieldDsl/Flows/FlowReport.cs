namespace MeanFieldDsl;

/// <summary>One line of a flow's history, also what is sent to <see cref="IProgress{T}"/>. A value of 72 bytes; making one allocates nothing.</summary>
/// <param name="Iteration">The number of accepted steps so far; 0 is the start.</param>
/// <param name="Objective">F_m(θ) after that step.</param>
/// <param name="Residual">The root mean squared speed sqrt((1/m) Σ_i ‖v_i‖²) there; its square is −dF_m/dt.</param>
/// <param name="Step">The last accepted step in flow time; 0 at the start.</param>
/// <param name="FlowTime">The sum of the accepted steps.</param>
/// <param name="Evaluations">The number of evaluations of the objective so far, rejected trials included.</param>
/// <param name="Dissipated">∫ (1/m) Σ_i ‖v_i‖² dt by the quadrature of the scheme; the flow itself has F(0) − F(t) = this.</param>
/// <param name="Elapsed">Wall-clock time since the start of the run.</param>
public readonly record struct FlowReport(
    int Iteration,
    double Objective,
    double Residual,
    double Step,
    double FlowTime,
    long Evaluations,
    double Dissipated,
    TimeSpan Elapsed)
{
    /// <summary>The largest lower bound D of inf F that was met so far (<see cref="DualityGapReport"/>, by search); NaN where none was looked for (<see cref="FlowOptions.ReportGap"/>) or found.</summary>
    public double LowerBound { get; init; } = double.NaN;

    /// <summary>P − D: <see cref="Objective"/> − <see cref="LowerBound"/>.</summary>
    public double Gap => Objective - LowerBound;

    /// <summary>The gap by |F|, or by 1 where F is 0.</summary>
    public double RelativeGap => Gap / (Objective == 0 ? 1 : Math.Abs(Objective));
}
