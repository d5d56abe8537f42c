using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class FormulaPoolTests
{
    [Fact]
    public void Equal_formulas_become_one_object_and_others_stay_apart()
    {
        Formula[] formulas = [.. RandomFormulas.Many(77, 50).Select(r => r.Formula)];
        foreach (Formula formula in formulas)
        {
            Formula copy = formula with { Nodes = new(formula.Nodes) };
            Assert.NotSame(formula, copy);
            Formula one = FormulaPool.Canonical(formula);
            Assert.Same(one, FormulaPool.Canonical(copy));
            Formula other = formula with { Name = formula.Name + "Other" };
            Assert.Same(other, FormulaPool.Canonical(other));
            Assert.Equal(formula, one);
        }
    }
}
