using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The names of a formula's leaves where the numbers of the particle are sets of values, as those of the rows are.</summary>
internal sealed class EnclosureLeaves(Formula formula) : LeafNames(formula)
{
    private readonly Formula _formula = formula;

    public override string InputLanes(int parameter) => IsParticle(parameter) ? ParticleScalar(parameter) : base.InputLanes(parameter);

    public override string InputElement(int parameter, string index) => IsParticle(parameter)
        ? ParticleElement(parameter, index)
        : $"TLanes.Load(ref rows.At(row, {Column(parameter)} + {index}))";

    /// <summary>An element that the row chooses, which is one of few.</summary>
    public override string Gather(int parameter, string index) => $"global::MeanFieldDsl.Kernels.Enclosures.Pick({ParticleScalar(parameter)}, {index})";

    private bool IsParticle(int parameter) => _formula.Parameters[parameter].IsParticle;
}
