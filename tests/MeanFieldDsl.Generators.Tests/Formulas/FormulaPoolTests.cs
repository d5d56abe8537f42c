using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class FormulaPoolTests
{
    private static readonly Formula Line = new(
        "line", new([new(Op.Parameter, 0)]), 0, new([new("x", ParameterRole.Position, FormulaType.Real, Dimension.Scalar)]), EquatableArray<HyperParameter>.Empty);

    // Each is another formula for each number.
    private static readonly Dictionary<string, Func<int, Formula>> Families = new()
    {
        ["Name"] = static i => Line with { Name = "line" + i },
        ["Nodes"] = static i => Line with { Nodes = new([new(Op.Constant, Bits: i)]) },
        ["Root"] = static i => Line with { Root = i },
        ["Parameters"] = static i => Line with { Parameters = new([Line.Parameters[0] with { Name = "x" + i }]) },
        ["HyperParameters"] = static i => Line with { HyperParameters = new([new("Scale" + i, FormulaType.Real)]) },
        ["Primitives"] = static i => Line with { Primitives = new([new("Papers.Bump" + i, -1)]) },
    };

    public static TheoryData<string> Parts => [.. typeof(Formula).GetProperties().Where(static p => p.CanWrite).Select(static p => p.Name)];

    [Fact]
    public void Equal_formulas_become_one_object()
    {
        foreach (Formula formula in RandomFormulas.Many(77, 50).Select(static r => r.Formula))
        {
            Formula copy = formula with { Nodes = new(formula.Nodes) };
            Assert.NotSame(formula, copy);
            Formula one = FormulaPool.Canonical(formula);
            Assert.Same(one, FormulaPool.Canonical(copy));
            Assert.Equal(formula, one);
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Formulas_that_differ_in_one_part_stay_apart(string part)
    {
        // There are more of them than places, so that some come to the place of another.
        for (int i = 0; i <= FormulaPool.Capacity; i++)
        {
            Formula formula = Families[part](i);
            Assert.Same(formula, FormulaPool.Canonical(formula));
        }
    }
}
