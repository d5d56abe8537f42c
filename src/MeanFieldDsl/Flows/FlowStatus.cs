namespace MeanFieldDsl;

/// <summary>Why a flow ended. None of the values says that a global minimum was reached.</summary>
public enum FlowStatus
{
    /// <summary>The residual fell to the asked tolerance: the particles are stationary to it.</summary>
    Converged,

    /// <summary><see cref="FlowOptions.MaxIterations"/> steps were made.</summary>
    IterationLimit,

    /// <summary><see cref="FlowOptions.TimeLimit"/> has passed.</summary>
    TimeLimit,

    /// <summary>The flow was followed up to <see cref="FlowOptions.MaxFlowTime"/>.</summary>
    FlowTimeReached,

    /// <summary>The cancellation token was signalled; the result holds what was computed until then.</summary>
    Canceled,

    /// <summary>
    /// No step along the velocity lowers the objective measurably: the decrease is below the rounding of F, or the
    /// velocity is no descent direction (a kink, or a wrong derivative). <see cref="FlowResult{TParticle}.Advice"/> says which.
    /// </summary>
    Stalled,

    /// <summary>The objective or the velocity is not a finite number at the initial particles.</summary>
    NotFinite,

    /// <summary>
    /// A step of a scheme that does not look at F left the numbers for which F and its velocity are finite; the particles are those before it.
    /// </summary>
    Diverged,

    /// <summary><see cref="FlowOptions.StopWhen"/> asked for the end.</summary>
    Stopped,

    /// <summary>An event of <see cref="FlowOptions.Events"/> that ends the flow has happened; the particles are those at its time.</summary>
    EventReached,

    /// <summary><see cref="FlowOptions.LargestDissipationDefect"/> was exceeded.</summary>
    DefectReached,

    /// <summary>The duality gap fell to <see cref="FlowOptions.GapTolerance"/>; <see cref="FlowResult{TParticle}.Gap"/> says whether it is proved or searched.</summary>
    GapReached,
}
