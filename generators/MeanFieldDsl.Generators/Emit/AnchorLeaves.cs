using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The names of a ridge function's leaves at the first row of a run along a grid.</summary>
internal sealed class AnchorLeaves(Formula tail, int[] inputs) : LeafNames(tail)
{
    /// <summary>What stands before the name of a number of the row.</summary>
    public const string First = "first_";

    public override string InputLanes(int parameter) => inputs.Contains(parameter) ? First + Name(parameter) : ParticleScalar(parameter);
}
