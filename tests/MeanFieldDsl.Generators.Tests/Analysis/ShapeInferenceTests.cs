using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Inferred dimensions against the classes of vectors that a walk along all equalities finds.</summary>
public sealed class ShapeInferenceTests
{
    private const int Vectors = 6;
    private static readonly string?[] Declared = [null, null, null, null, "2", "3", "n", "m"];

    [Fact]
    public void Vectors_tied_to_each_other_have_one_dimension()
    {
        Random random = new(1);
        int wrong = 0, right = 0;
        for (int i = 0; i < 3000; i++)
        {
            Sketch s = new();
            Term scalar = s.Weight("a");
            string?[] declared = [.. Enumerable.Range(0, Vectors).Select(_ => Declared[random.Next(Declared.Length)])];
            ParameterRole[] roles = [.. Enumerable.Range(0, Vectors).Select(_ => random.Next(3) == 0 ? ParameterRole.Input : ParameterRole.Position)];
            int[] vectors = [.. Enumerable.Range(0, Vectors).Select(v => s.Vector("v" + v, roles[v], declared[v] ?? "0"))];
            List<(int, int)> equal = [];
            Term root = scalar;
            for (int loops = random.Next(3); loops > 0; loops--)
            {
                root += Loop(s, random, vectors, equal);
            }

            List<DimensionTie> ties = [];
            for (int count = random.Next(3); count > 0; count--)
            {
                (int a, int b) = (vectors[random.Next(Vectors)], vectors[random.Next(Vectors)]);
                ties.Add(random.Next(3) == 0 ? new(a, -1, random.Next(2, 4)) : new(a, b));
            }

            Formula formula = s.Build(root);
            bool isFeature = random.Next(2) == 0;
            ShapeResult result = Shapes.Infer(formula, isFeature, ties);
            int[][] classes = Classes(vectors, declared, [.. equal, .. ties.Where(t => t.Size == 0).Select(t => (t.First, t.Second))]);
            bool isWrong = false;
            bool isOpen = false;
            foreach (int[] same in classes)
            {
                string[] known = [.. same.Select(v => declared[v - vectors[0]]).Concat(ties.Where(t => t.Size > 0 && same.Contains(t.First)).Select(t => t.Size.ToString(System.Globalization.CultureInfo.InvariantCulture))).OfType<string>().Distinct()];
                string[] sizes = [.. known.Where(k => char.IsDigit(k[0]))], names = [.. known.Except(sizes)];
                isWrong |= sizes.Length > 1 || (sizes.Length == 0 && names.Length > 1);

                // Two names with one size are a mistake where the size is found after the names have met.
                isOpen |= sizes.Length == 1 && names.Length > 1;
                if (result.Errors.All(e => e.Mistake != ShapeMistake.Differ))
                {
                    string expected = sizes.Concat(names).FirstOrDefault("v" + (same.Min() - vectors[0]) + "Length");
                    Assert.All(same, v => Assert.Equal(expected, result.Dimensions[v].ToString()));
                    bool isUnknown = isFeature && known.Length == 0 && same.All(v => roles[v - vectors[0]] != ParameterRole.Input);
                    Assert.All(same, v => Assert.Equal(isUnknown, result.Errors.Contains(new(ShapeMistake.Unknown, -1, v, Shapes.Undeclared, same.Min()))));
                }
            }

            Assert.True(isOpen || isWrong == result.Errors.Any(e => e.Mistake == ShapeMistake.Differ), string.Join(" ", declared) + ": " + FormulaPrinter.Print(formula));
            Assert.Equal(Dimension.Scalar, result.Dimensions[0]);
            _ = isWrong ? wrong++ : right++;
        }

        Assert.True(wrong > 300 && right > 300, $"{wrong} wrong, {right} right");
    }

    [Fact]
    public void Two_dimensions_that_differ_are_named_with_the_loop_or_the_tie_they_meet_in()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "2"), x = s.Vector("x", ParameterRole.Input, "3"), y = s.Vector("y", ParameterRole.Input, "2");
        Formula formula = s.Build(s.Dot(w, x));
        ShapeError inLoop = new(ShapeMistake.Differ, formula.Root, w, Dimension.Fixed(2), x, Dimension.Fixed(3));
        ShapeError inTie = inLoop with { Node = -1, Tie = 1 };
        Assert.Equal([inLoop], Shapes.Infer(formula, true).Errors);
        Assert.Equal([inTie], Shapes.Infer(formula, true, [new(w, y), new(w, x)]).Errors);
        Assert.Equal([inTie with { First = x, FirstDimension = Dimension.Fixed(3), Second = w, SecondDimension = Dimension.Fixed(2) }, inLoop], Shapes.Infer(formula, true, [new(w, y), new(x, w)]).Errors);
        Assert.Equal([inTie with { First = y, Tie = 0 }, inLoop], Shapes.Infer(formula, true, [new(y, x)]).Errors);
        Assert.Equal([new(ShapeMistake.Differ, -1, y, Dimension.Fixed(2), x, Dimension.Fixed(3), 0), inTie with { Tie = 1 }], Shapes.Infer(formula, true, [new(y, x), new(w, x)]).Errors);
    }

    [Fact]
    public void Two_names_differ_until_a_size_is_known()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "n"), x = s.Vector("x", ParameterRole.Input, "m");
        Formula formula = s.Build(s.Dot(w, x));
        Assert.Equal([new(ShapeMistake.Differ, formula.Root, w, Dimension.Named("n"), x, Dimension.Named("m"))], Shapes.Infer(formula, true).Errors);
        ShapeResult sized = Shapes.Infer(formula, true, [new(x, -1, 4)]);
        Assert.Empty(sized.Errors);
        Assert.Equal([Dimension.Fixed(4), Dimension.Fixed(4)], sized.Dimensions);
    }

    [Fact]
    public void A_length_given_beside_the_formula_is_the_vectors_or_an_error()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "2"), x = s.Vector("x", ParameterRole.Input, "n");
        Formula formula = s.Build(s.SquaredNorm(w) + s.SquaredNorm(x));
        Assert.Empty(Shapes.Infer(formula, true, [new(w, -1, 2)]).Errors);
        Assert.Equal([new(ShapeMistake.Differ, -1, w, Dimension.Fixed(2), w, Dimension.Fixed(3), 1)], Shapes.Infer(formula, true, [new(w, -1, 2), new(w, -1, 3)]).Errors);
        Assert.Equal([new(ShapeMistake.Differ, -1, x, Dimension.Fixed(5), x, Dimension.Fixed(6), 1)], Shapes.Infer(formula, true, [new(x, -1, 5), new(x, -1, 6)]).Errors);
        Assert.Equal(Dimension.Fixed(5), Shapes.Infer(formula, true, [new(x, -1, 5)]).Dimensions[x]);
    }

    [Fact]
    public void The_same_name_and_the_same_loop_are_the_same_dimension()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position, "n"), x = s.Vector("x", ParameterRole.Input, "n"), y = s.Vector("y", ParameterRole.Input, "0");
        Formula formula = s.Build(s.Over(Op.SumOver, w, at => at(y)) + s.SquaredNorm(x));
        Assert.Equal(["4", "4", "4"], Shapes.Infer(formula, true, [new(x, -1, 4)]).Dimensions.Select(d => d.ToString()));
        Assert.Equal(["n", "n", "n"], Shapes.Infer(formula, true).Dimensions.Select(d => d.ToString()));
    }

    [Fact]
    public void A_symbol_made_for_a_vector_is_not_one_that_is_declared()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Input, "0"), x = s.Vector("x", ParameterRole.Input, "wLength"), y = s.Vector("y", ParameterRole.Input, "wLength_");
        ShapeResult result = Shapes.Infer(s.Build(s.SquaredNorm(w) + s.SquaredNorm(x) + s.SquaredNorm(y)), true);
        Assert.Equal(["wLength__", "wLength", "wLength_"], result.Dimensions.Select(d => d.ToString()));
        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("3", 0, true)]
    [InlineData("3", 2, true)]
    [InlineData("3", 3, false)]
    [InlineData("3", -1, false)]
    [InlineData("n", 1000, true)]
    [InlineData("n", -1, false)]
    public void A_constant_index_lies_within_a_known_dimension(string dimension, int index, bool expected)
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Input, dimension);
        Formula formula = s.Build(s.Element(w, index));
        Dimension declared = formula.Parameters[w].Dimension;
        Assert.Equal(expected ? [] : [new ShapeError(ShapeMistake.OutOfRange, formula.Root, w, declared)], Shapes.Infer(formula, true).Errors);
    }

    [Fact]
    public void An_index_that_is_computed_is_not_judged()
    {
        Sketch s = new();
        Term i = s.Integer("i");
        int w = s.Vector("w", ParameterRole.Input, "3");
        Assert.Empty(Shapes.Infer(s.Build(s.Element(w, i) + s.Element(w, i + 7)), true).Errors);
    }

    // A sum over one vector that mentions others, or one in another, or over a range.
    private static Term Loop(Sketch s, Random random, int[] vectors, List<(int, int)> equal)
    {
        int a = Any(), b = Any(), c = Any(), d = Any();
        switch (random.Next(3))
        {
            case 0:
                equal.AddRange([(a, b), (a, c)]);
                return s.Over(Op.SumOver, a, at => at(a) * s.Apply(Op.Tanh, at(b)) * s.Apply(Op.Sin, at(c)));
            case 1:
                equal.AddRange([(a, b), (c, d)]);
                return s.Over(Op.SumOver, a, outer => s.Over(Op.ProductOver, c, inner => s.Apply(Op.Tanh, outer(a) * inner(c)) + s.Apply(Op.Sin, outer(b) * inner(d))));
            default:
                equal.Add((a, b));
                return s.Range(Op.SumOver, s.Number(1), s.Number(3), k => k * s.Over(Op.MaxOver, a, at => (k * s.Apply(Op.Exp, at(a))) - s.Apply(Op.Sin, at(b))));
        }

        int Any() => vectors[random.Next(vectors.Length)];
    }

    private static int[][] Classes(int[] vectors, string?[] declared, (int A, int B)[] equal)
    {
        List<HashSet<int>> classes = [.. vectors.Select(v => new HashSet<int> { v })];
        IEnumerable<(int A, int B)> named = from a in vectors from b in vectors where declared[a - vectors[0]] is string name && char.IsLetter(name[0]) && name == declared[b - vectors[0]] select (a, b);
        foreach ((int a, int b) in equal.Concat(named))
        {
            HashSet<int> first = classes.Single(c => c.Contains(a)), second = classes.Single(c => c.Contains(b));
            if (first != second)
            {
                first.UnionWith(second);
                _ = classes.Remove(second);
            }
        }

        return [.. classes.Select(c => c.ToArray())];
    }
}
