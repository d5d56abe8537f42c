using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>
/// Writes what a kernel has beyond the path over pairs: nothing where vectors are seen in other ways than by products and
/// single elements, unless they may turn out so short that their loops can be written out.
/// </summary>
internal sealed class RidgeMembers
{
    private const string Kernels = "global::MeanFieldDsl.Kernels.";

    /// <summary>What a method over a tile asks of its lanes.</summary>
    public const string WhereLanes = "    where TLanes : unmanaged, " + Kernels + "ILanes<TLanes, TNumber>";

    /// <summary>What a method over a tile asks of its numbers.</summary>
    public const string WhereNumber = "    where TNumber : unmanaged";

    // Spikes on the line and in the plane.
    private static readonly int[] SmallSizes = [1, 2];

    private readonly LeafNames _leaves;
    private readonly RidgeEmitter? _any;
    private readonly (int Size, RidgeEmitter Emitter)[] _small = [];
    private readonly string _length = "";

    private readonly bool _isShort;
    private readonly SeparableMembers _separable = new([]);
    private readonly PatternEmitter? _pattern;

    public RidgeMembers(Formula formula, bool usesElementaryFunctions, bool isOfPairs)
    {
        _leaves = new(formula);
        if (isOfPairs)
        {
            return;
        }

        _any = RidgeEmitter.Of(formula);
        _isShort = !usesElementaryFunctions && _any is { FitsAPoint: true };
        _pattern = _isShort ? _any!.Pattern : null;
        if (_any is null && Unrolling.OpenVector(formula) is int vector)
        {
            _length = _leaves.LengthField(vector);
            _small = [.. SmallSizes.Select(size => (size, Unrolling.Of(formula, size) is { } unrolled ? RidgeEmitter.Of(unrolled) : null)).Where(static s => s.Item2 is not null).Select(static s => (s.size, s.Item2!))];
        }

        _separable = new(_isShort ? [] : _any is not null ? [("", _any)] : [.. _small.Select(s => (_length + " == " + NumberText.Of(s.Size), s.Emitter))]);
    }

    /// <summary>The interface of the kernel.</summary>
    public string Interface => Kernels + (_pattern is not null ? "IPatternKernel" : _isShort ? "IShortKernel" : _any is not null ? Ridge : _small.Length == 0 ? "IPairKernel" : Ridge + ", " + Kernels + "IPairKernel");

    private string Ridge => _separable.IsEmpty ? "IRidgeKernel" : "ISeparableKernel";

    private string Builder => _separable.IsEmpty ? "builder.Ridge(this)" : "builder.Separable(this)";

    /// <summary>Whether the path over pairs may be chosen.</summary>
    public bool MayBePairs => _any is null;

    /// <summary>The statement of the constructor.</summary>
    public void Assign(SourceWriter writer)
    {
        if (_any is not null)
        {
            _ = writer.Line($"Ridge = {_any.Shape(_leaves)};");
        }
        else if (_small.Length > 0)
        {
            string choice = string.Concat(_small.Select(s => $"{_length} == {NumberText.Of(s.Size)} ? {s.Emitter.Shape(_leaves).Replace("new([", $"new {Kernels}RidgeShape([")} : "));
            _ = writer.Line($"Ridge = {choice}null;");
        }

        _separable.Assign(writer, _leaves);
    }

    /// <summary>The members.</summary>
    public void Write(SourceWriter writer, string optimised)
    {
        bool isRidge = _any is not null || _small.Length > 0;
        _ = writer
            .Line("/// <inheritdoc/>")
            .Line("public global::MeanFieldDsl.Evaluator Accept<TBuilder>(TBuilder builder)")
            .Line($"    where TBuilder : struct, {Kernels}IEvaluatorBuilder => {(_pattern is not null ? "builder.Patterns(this)" : _isShort ? "builder.ShortForms(this)" : _any is not null ? Builder : isRidge ? "Ridge is null ? builder.Pairs(this) : " + Builder : "builder.Pairs(this)")};");
        if (!isRidge)
        {
            return;
        }

        _ = writer
            .Line()
            .Line("/// <inheritdoc/>")
            .Line($"public {Kernels}RidgeShape? Ridge {{ get; }}")
            .Line()
            .Line("/// <inheritdoc/>");
        if (_any is not null)
        {
            _any.Activate(writer.Line(optimised), "public " + Signature("Activate"), WhereLanes, WhereNumber);
            if (_isShort)
            {
                _any.Evaluate(writer);
                _pattern?.Write(writer);
            }

            _separable.Write(writer, optimised);
            return;
        }

        _ = writer.Line("public " + Signature("Activate")).Line(WhereLanes).Open(WhereNumber);
        foreach ((int size, _) in _small)
        {
            _ = writer.Open($"if ({_length} == {NumberText.Of(size)})").Line($"Activate{NumberText.Of(size)}<TLanes, TNumber>(tile);").Close();
        }

        _ = writer.Close();
        foreach ((int size, RidgeEmitter emitter) in _small)
        {
            emitter.Activate(writer.Line().Line(optimised), "private " + Signature("Activate" + NumberText.Of(size)), WhereLanes, WhereNumber);
        }

        _separable.Write(writer, optimised);
    }

    /// <summary>The signature of a method over a tile.</summary>
    public static string Signature(string name) => $"void {name}<TLanes, TNumber>({Kernels}RidgeTile<TNumber> tile)";
}
