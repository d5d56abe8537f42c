using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The names of a ridge function's leaves, all of which are lanes at hand.</summary>
internal sealed class RidgeLeaves(Formula tail) : LeafNames(tail)
{
    private readonly Formula _tail = tail;

    public override string InputLanes(int parameter) => _tail.Parameters[parameter].Type == FormulaType.Boolean
        ? $"TLanes.Not(TLanes.Equal({ParticleScalar(parameter)}, TLanes.Zero))"
        : ParticleScalar(parameter);
}
