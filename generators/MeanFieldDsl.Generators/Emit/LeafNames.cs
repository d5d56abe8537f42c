using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>How generated code names the parameters, hyper-parameters and loop indices of a formula.</summary>
/// <param name="formula">The formula.</param>
/// <param name="isConstructor">Whether the code stands where no particle is at hand, only the fields.</param>
internal class LeafNames(Formula formula, bool isConstructor = false)
{
    /// <summary>The cotangent of the row at hand.</summary>
    public const string Cotangent = "cotangent";

    public static string Loop(int label) => label == Formula.FieldLabel ? "j" : "k" + NumberText.Of(label);

    /// <summary>The method of a primitive.</summary>
    public string Primitive(Node node) => formula.Primitive(node.Bits).Method;

    public string Name(int parameter) => formula.Parameters[parameter].Name;

    /// <summary>The field with the first number of a particle parameter.</summary>
    public string Offset(int parameter) => "_offset_" + Name(parameter);

    /// <summary>The field with the first column of an input.</summary>
    public string Column(int parameter) => "_column_" + Name(parameter);

    /// <summary>The number of elements of a vector.</summary>
    public string Length(int parameter) => formula.Parameters[parameter].Dimension is { IsKnown: true } known
        ? NumberText.Of(known.Size)
        : formula.Parameters[parameter].IsParticle && !isConstructor ? ParticleScalar(parameter) + ".Length" : LengthField(parameter);

    /// <summary>The number of elements of a vector, where its elements may not be at hand.</summary>
    public string StoredLength(int parameter) => formula.Parameters[parameter].Dimension.IsKnown ? Length(parameter) : LengthField(parameter);

    public string LengthField(int parameter) => "_length_" + Name(parameter);

    public string HyperParameter(int hyper) => "_hyper_" + formula.HyperParameters[hyper].Name;

    /// <summary>The local that holds a particle parameter: a double, or a span of doubles.</summary>
    public string ParticleScalar(int parameter) => "p_" + Name(parameter);

    public string ParticleElement(int parameter, string index) => ParticleScalar(parameter) + "[" + index + "]";

    /// <summary>The local with the first column of an input at the row at hand.</summary>
    public string InputReference(int parameter) => "x_" + Name(parameter);

    public virtual string InputLanes(int parameter) => formula.Parameters[parameter] switch
    {
        { Role: ParameterRole.Prediction } => "prediction",
        { Role: ParameterRole.Target } => "target",
        { Type: FormulaType.Boolean } => $"TLanes.Not(TLanes.Equal(TLanes.Load(ref {InputReference(parameter)}), TLanes.Zero))",
        _ => $"TLanes.Load(ref {InputReference(parameter)})",
    };

    public virtual string InputElement(int parameter, string index) =>
        $"rows.Load<TLanes>(ref {InputReference(parameter)}, {index})";

    /// <summary>The elements of a vector at an index that differs from row to row.</summary>
    public virtual string Gather(int parameter, string index) => formula.Parameters[parameter].IsParticle
        ? $"TLanes.Gather(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({ParticleScalar(parameter)}), {index})"
        : $"global::MeanFieldDsl.Kernels.KernelSupport.GatherColumns<TLanes>(ref {InputReference(parameter)}, rows.Stride, {index})";

    /// <summary>The accumulator of one element of a vector's gradient.</summary>
    public string Slot(int parameter, string index) => $"{Scratch(parameter)}[{index} * TLanes.AccumulatorLength]";

    /// <summary>The local with the accumulators of a vector's gradient.</summary>
    public string Scratch(int parameter) => "s_" + Name(parameter);

    /// <summary>The first accumulator of a vector: those of the vectors before it come first.</summary>
    public string ScratchStart(int parameter)
    {
        string[] before = [.. Enumerable.Range(0, parameter).Where(p => formula.Parameters[p] is { IsParticle: true, Type: FormulaType.Vector }).Select(StoredLength)];
        return before.Length switch
        {
            0 => "0",
            1 => before[0] + " * TLanes.AccumulatorLength",
            _ => $"({string.Join(" + ", before)}) * TLanes.AccumulatorLength",
        };
    }

    public bool IsTruth(Node node) => node.Op switch
    {
        Op.Parameter => formula.Parameters[node.A].Type == FormulaType.Boolean,
        Op.HyperParameter => formula.HyperParameters[node.A].Type == FormulaType.Boolean,
        _ => false,
    };
}
