using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using MeanFieldDsl.Generators.Tests.Gradients;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Which interactions are proved symmetric, which are refuted, and that both are true.</summary>
public sealed class SymmetryTests
{
    [Theory]
    [InlineData("x * y")]
    [InlineData("(x - y) * (x - y)")]
    [InlineData("Exp(-(x - y) * (x - y) / (2 * Width * Width))")]
    [InlineData("x * x - 2 * x * y + y * y")]
    [InlineData("Abs(x - y)")]
    [InlineData("Cos(2 * PI * (x - y))")]
    [InlineData("Sin(x - y) * Sin(y - x)")]
    [InlineData("Sin(x - y) * (x - y)")]
    [InlineData("Pow(x - y, 4) + Pow(x - y, 14)")]
    [InlineData("1 / (1 + Sq(y - x))")]
    [InlineData("Log(1 + Exp(x)) * Log(1 + Exp(y))")]
    [InlineData("Sigmoid(x - y) + Sigmoid(y - x)")]
    [InlineData("Sigmoid(x - y) * Sigmoid(y - x)")]
    [InlineData("2 * Softplus(x - y) - x + y")]
    [InlineData("Erf(x - y) / (x - y + 0)")]
    [InlineData("Max(x - y, 0) + Max(y - x, 0)")]
    [InlineData("Max(x - y, y - x)", false)]
    [InlineData("Max(x, y)", false)]
    [InlineData("Sum(1, 5, k => Cos(k * (x - y)) / k)")]
    [InlineData("Prod(1, 3, k => 1 + Sq(k * (x - y)))")]
    [InlineData("x + y + Width * x * y")]
    [InlineData("(x + Width) * (y + Width)")]
    [InlineData("Sqrt(Sq(x - y) + Sq(Width))")]
    public void What_is_symmetric_is_proved(string formula, bool isAlone = true)
    {
        Symmetry symmetry = Symmetry.Of(Scalar(formula));
        Assert.Equal(HypothesisStatus.Proved, symmetry.Finding.Status);
        Assert.Equal(isAlone, symmetry.IsAlone);
    }

    [Theory]
    [InlineData("Dot(u, v) * a * b")]
    [InlineData("a * b * Exp(-Sum(u, v, (p, q) => Sq(p - q)))")]
    [InlineData("a * b * (SquaredNorm(u) - 2 * Dot(u, v) + SquaredNorm(v)) - b * a * Sum(v, u, (p, q) => Sq(p - q))")]
    [InlineData("Prod(u, v, (p, q) => Cos(q - p))")]
    [InlineData("Max(u, v, (p, q) => Abs(p - q)) * u.Length")]
    [InlineData("u[0] * v[0] + a + b")]
    public void What_is_symmetric_in_vectors_is_proved(string formula) => Assert.Equal(HypothesisStatus.Proved, Symmetry.Of(Vectors(formula)).Finding.Status);

    [Theory]
    [InlineData("x * y * y", "at x = 0.45, y = 0.29 it is 0.037845, and 0.058725 with the particles exchanged")]
    [InlineData("Sin(x - y)", "at x = 0.45, y = 0.29 it is 0.159318, and -0.159318 with the particles exchanged")]
    [InlineData("x - y", "at x = 0.45, y = 0.29 it is 0.16, and -0.16 with the particles exchanged")]
    [InlineData("Exp(-Abs(x - y)) * x", "at x = 0.45, y = 0.29 it is 0.383465, and 0.247122 with the particles exchanged")]
    public void What_is_not_symmetric_is_refuted(string formula, string witness)
    {
        Symmetry symmetry = Symmetry.Of(Scalar(formula));
        Assert.Equal(HypothesisStatus.Refuted, symmetry.Finding.Status);
        Assert.Equal(witness, symmetry.Finding.Reason);
    }

    // f(x − y), f(x − y)² and f(x − y) (x − y) for every function of one number.
    [Fact]
    public void The_signs_of_functions_are_those_of_their_values()
    {
        FormulaParameter[] parameters = [.. new[] { "x", "y" }.Select(static name => new FormulaParameter(name, ParameterRole.Position, FormulaType.Real, Dimension.Scalar))];
        int proved = 0;
        foreach (Operation operation in OperationTable.All.Where(static o => o.Arity == 1 && !o.IsTruth && o.Op != Op.Not))
        {
            for (int kind = 0; kind < 3; kind++)
            {
                FormulaBuilder builder = new();
                int difference = builder.Subtract(builder.Parameter(0), builder.Parameter(1)), value = builder.Apply(operation.Op, difference);
                Formula formula = builder.Build("U", kind == 0 ? value : builder.Multiply(value, kind == 1 ? value : difference), parameters, []);
                Symmetry symmetry = Symmetry.Of(formula);
                double[] gaps = [.. Enumerable.Range(1, 9).Select(static k => 0.1 * k).Select(u => Interpreter.Evaluate(formula, new([[u], [0]], [])) - Interpreter.Evaluate(formula, new([[0], [u]], [])))];
                bool differs = gaps.Any(static g => Math.Abs(g) > 1e-9 || double.IsNaN(g));
                Assert.False(symmetry.Finding.IsProved && differs && operation.Op is not (Op.Log or Op.Sqrt or Op.NormRoot or Op.Log1p), $"{operation.Op}, {kind}: {string.Join(", ", gaps)}");
                proved += symmetry.Finding.IsProved ? 1 : 0;
            }
        }

        // Cosines and such alone, sines and such times the difference, both squared.
        Assert.True(proved >= 20, $"{proved} were proved");
    }

    // What would take for ever to expand is left alone.
    [Theory]
    [InlineData("Pow(Pow(Pow(Pow(1e-300 * (x + 2 * y), 12), 12), 12), 12)")]
    [InlineData("Pow(x + 3 * y, 1e300)")]
    [InlineData("Sum(1, 1000000000, k => Cos(k * x) * Cos(k * y * y))")]
    [InlineData("Prod(1, 40, k => Pow(1 + k * x + y + Exp(x) + Sin(y), 11))")]
    public void A_huge_formula_is_not_expanded(string formula) => Assert.False(Symmetry.Of(Scalar(formula)).IsAlone);

    [Fact]
    public void What_both_orders_share_is_computed_once()
    {
        Formula part = Symmetry.Of(Vectors("a * Tanh(b) * Exp(-Sum(u, v, (p, q) => Sq(p - q)))")).Part;
        Assert.Single(part.Nodes, static n => n.Op == Op.Exp);
        Assert.Single(part.Nodes, static n => n.Op == Op.SumOver);
    }

    [Theory]
    [InlineData("0.5 * Sq(x - y)", "ν = δ_θ − δ_θ′ gives -0.0256 at x = 0.45, y = 0.29")]
    [InlineData("Abs(x - y)", "ν = δ_θ − δ_θ′ gives -0.32 at x = 0.45, y = 0.29")]
    [InlineData("-x * y", "ν = δ_θ − δ_θ′ gives -0.0256 at x = 0.45, y = 0.29")]
    public void An_energy_that_is_concave_between_two_particles_is_not_convex(string formula, string witness) =>
        Assert.Equal(witness, ExchangeWitness.Concavity(Scalar(formula)));

    [Theory]
    [InlineData("x * y")]
    [InlineData("Exp(-Sq(x - y))")]
    [InlineData("-Abs(x - y)")]
    [InlineData("x * x + y * y")]
    public void A_positive_definite_interaction_has_no_such_particles(string formula) => Assert.Null(ExchangeWitness.Concavity(Scalar(formula)));

    [Theory]
    [InlineData("Exp(-Sq(x - y))", true)]
    [InlineData("Cos(x) * Cos(y) + Sin(x) * Sin(y)", false)]
    [InlineData("Max(x, y) - Max(y, x)", true)]
    [InlineData("x * y", false)]
    [InlineData("x * x - 2 * x * y + y * y", true)]
    public void A_function_of_the_difference_is_known_by_its_terms(string formula, bool expected) => Assert.Equal(expected, Displacement.IsAll(Scalar(formula)));

    [Fact]
    public void Random_interactions_are_proved_symmetric_only_where_they_are()
    {
        int proved = 0, unforeseen = 0, refuted = 0, count = ManyFormulas.Least;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            RandomInteraction interaction = RandomInteraction.From(seed).First();
            Symmetry symmetry = Symmetry.Of(interaction.Formula);
            ManyFormulas.Add(ref proved, symmetry.Finding.IsProved);
            ManyFormulas.Add(ref unforeseen, symmetry.Finding.IsProved && !interaction.IsSymmetric);
            ManyFormulas.Add(ref refuted, symmetry.Finding.IsRefuted);
            List<string> found = [];
            if (interaction.IsSymmetric && !symmetry.Finding.IsProved)
            {
                found.Add($"{interaction} is {symmetry.Finding.Status}");
            }

            Interpreter declared = new(interaction.Formula.Nodes), part = new(symmetry.Part.Nodes);
            Random random = new(seed);
            for (int i = 0; i < 5; i++)
            {
                int d = 1 + random.Next(4);
                double[][] first = interaction.Draw(random, d), second = interaction.Draw(random, d);
                double[] hypers = interaction.Source.Draw(random).HyperParameters;
                Binding pair = ReferenceEnergy.Pair(first, second, hypers), exchanged = ReferenceEnergy.Pair(second, first, hypers);
                if (!(new KinkMargin(interaction.Formula, countsExact: false).At(pair) > 1e-9) || !(new KinkMargin(interaction.Formula, countsExact: false).At(exchanged) > 1e-9))
                {
                    continue;
                }

                Jet forth = declared.ValueWithCondition(interaction.Formula.Root, pair), back = declared.ValueWithCondition(interaction.Formula.Root, exchanged);
                double bound = 1e-13 * (forth.ValueCondition + back.ValueCondition + 1);
                if (symmetry.Finding.IsProved && Math.Abs(forth.Value - back.Value) > bound)
                {
                    found.Add($"{interaction} is {forth.Value} and exchanged {back.Value}");
                }

                double mean = (forth.Value + back.Value) / 2, computed = part.Value(symmetry.Part.Root, pair);
                if (Math.Abs(mean - computed) > bound)
                {
                    found.Add($"{interaction}: the symmetric part is {computed} instead of {mean}");
                }
            }

            return found;
        });
        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(proved > count / 2 && refuted > count / 6, $"{proved} proved, {unforeseen} of them by chance, {refuted} refuted");
    }

    private static Formula Scalar(string formula) => Parse("[Position] double x, [Position] double y", formula);

    private static Formula Vectors(string formula) => Parse("[Weight] double a, [Position] Vec u, [Weight] double b, [Position] Vec v", formula);

    private static Formula Parse(string parameters, string formula) => TestCompilation.Parse(
        $"[Interaction] public partial class I {{ public double Width {{ get; init; }} = 1; [Formula] public double U({parameters}) => {formula}; }}", "I").Spec.Formula!;
}
