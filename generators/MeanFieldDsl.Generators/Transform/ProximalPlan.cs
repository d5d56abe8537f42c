using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>λ |x − c| with nodes for λ and c.</summary>
internal readonly record struct Kink(int Weight, int Position);

/// <summary>
/// ½ q x² + b x + Σ λ_k |x − c_k| + ι(low ≤ x ≤ high) with nodes for the numbers; <see cref="Low"/> and
/// <see cref="High"/> are −1 where there is no bound.
/// </summary>
internal sealed record ScalarProfile(int Curvature, int Slope, EquatableArray<Kink> Kinks, int Low, int High);

/// <summary>A block of V with a closed-form proximal map; no two blocks share a parameter.</summary>
internal abstract record ProximalBlock
{
    public abstract IEnumerable<int> Parameters { get; }
}

/// <summary>A profile of a scalar parameter, or the sum of one profile over the elements of a vector.</summary>
internal sealed record SeparableBlock(int Parameter, ScalarProfile Profile) : ProximalBlock
{
    public override IEnumerable<int> Parameters => [Parameter];
}

/// <summary>The sum of a profile over the elements of a vector plus <see cref="Weight"/> ‖x − <see cref="Centre"/>‖.</summary>
internal sealed record GroupBlock(int Parameter, ScalarProfile Profile, int Weight, int Centre) : ProximalBlock
{
    public override IEnumerable<int> Parameters => [Parameter];
}

/// <summary><see cref="Weight"/> ‖a‖ ‖w‖ + ½ q ‖a‖² + ½ r ‖w‖² of two parameters; the norm of a scalar is its absolute value.</summary>
internal sealed record ProductBlock(int First, int Second, int Weight, int FirstCurvature, int SecondCurvature) : ProximalBlock
{
    public override IEnumerable<int> Parameters => [First, Second];
}

/// <summary>
/// How the proximal map and the minimal-norm velocity of a regularizer are computed.
/// </summary>
/// <param name="Nodes">The formula's nodes and those of the numbers in the blocks.</param>
/// <param name="Blocks">The parts of V in the parameters that the map moves.</param>
/// <param name="Held">The parameters that the map holds at their values; V is differentiable in them. Empty for a full map.</param>
/// <param name="NonNegative">Nodes of hyper-parameters only that must be at least 0 for the plan to hold.</param>
/// <param name="NonZero">Nodes of hyper-parameters only that must not be 0.</param>
internal sealed record ProximalPlan(
    EquatableArray<Node> Nodes,
    EquatableArray<ProximalBlock> Blocks,
    EquatableArray<int> Held,
    EquatableArray<int> NonNegative,
    EquatableArray<int> NonZero)
{
    public bool IsFull => Held.Count == 0;
}

/// <summary>What was derived from a regularizer's formula.</summary>
/// <param name="Plan">The plan, or null.</param>
/// <param name="Reason">Why there is no plan for all parameters; empty when there is.</param>
/// <param name="IsSmooth">Whether V is differentiable in all parameters, so that the minimal-norm velocity is v − ∇V.</param>
internal sealed record ProximalOutcome(ProximalPlan? Plan, string Reason, bool IsSmooth);
