using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class RandomFormulasTests
{
    [Theory]
    [InlineData(RandomStyle.Any)]
    [InlineData(RandomStyle.Continuous)]
    [InlineData(RandomStyle.Graded)]
    internal void Have_a_moderate_value_at_every_point_they_draw(RandomStyle style)
    {
        foreach (RandomFormula random in RandomFormulas.Many(1, 3000, style))
        {
            Random points = new(random.Seed);
            for (int i = 0; i < 4; i++)
            {
                double value = Interpreter.Evaluate(random.Formula, random.Draw(points));
                Assert.True(Math.Abs(value) <= 1e5, $"{value} at {random}");
            }
        }
    }

    [Fact]
    public void Use_every_operation_that_users_can_write()
    {
        HashSet<Op> used = [.. RandomFormulas.Many(1, 3000).SelectMany(r => r.Formula.Nodes).Select(n => n.Op)];
        Op[] missing = [.. OperationTable.All.Select(o => o.Op).Where(o => o is not (Op.Cotangent or Op.Primitive) && !used.Contains(o))];
        Assert.Empty(missing);
    }

    [Fact]
    public void Nest_loops_and_share_terms()
    {
        RandomFormula[] drawn = [.. RandomFormulas.Many(1, 1000)];
        Assert.True(drawn.Count(r => r.Formula.Nodes.Any(n => n.IsReduction && n.Label > 1)) > 30);
        Assert.True(drawn.Average(r => r.Formula.Nodes.Count) > 12);
    }

    [Fact]
    public void Are_the_same_for_the_same_seed()
    {
        Assert.Equal(RandomFormulas.Create(17).Formula, RandomFormulas.Create(17).Formula);
        Assert.NotEqual(RandomFormulas.Create(17).Formula.Nodes, RandomFormulas.Create(18).Formula.Nodes);
    }
}
