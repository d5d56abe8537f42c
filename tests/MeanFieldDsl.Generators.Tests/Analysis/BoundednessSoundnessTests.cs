using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Analysis.Magnitudes;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Random formulas: what is proved bounded may not grow along rays, and what is proved differentiable may have no kink.</summary>
public sealed class BoundednessSoundnessTests
{
    [Theory]
    [InlineData(RandomStyle.Any)]
    [InlineData(RandomStyle.Continuous)]
    internal void Nothing_is_proved_bounded_that_grows(RandomStyle style)
    {
        int values = 0, derivatives = 0, count = ManyFormulas.Fewer;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            Formula formula = RandomFormulas.Create(seed, style).Formula;
            int[] positions = [.. Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].Role == ParameterRole.Position)];
            Gradient gradient = Differentiator.Differentiate(formula, positions).WithUnitCotangent();
            MagnitudePass pass = new(formula, gradient.Nodes, p => formula.Parameters[p].IsParticle);
            List<string> found = [];
            foreach (int root in gradient.Parameters.SelectMany(p => new[] { p.Scalar, p.Field }).Append(gradient.Value).Where(r => r >= 0))
            {
                if (FormulaGraph.Active(gradient.Nodes, root, positions.Contains)[root] && pass.Of(root).IsBounded)
                {
                    ManyFormulas.Add(ref values, root == gradient.Value);
                    ManyFormulas.Add(ref derivatives, root != gradient.Value);
                    if (RayWitness.Find(formula, gradient.Nodes, root, positions, attempts: 4) is RayWitness witness)
                    {
                        found.Add($"seed {seed}: {FormulaPrinter.Print(gradient.Nodes, root, formula)} {witness}");
                    }
                }
            }

            return found;
        });
        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(values > count / 10 && derivatives > count / 20, $"{values} values and {derivatives} derivatives proved bounded");
    }

    [Fact]
    public void Nothing_is_proved_differentiable_that_has_a_kink()
    {
        int proved = 0, smoothed = 0, refuted = 0, count = ManyFormulas.Fewer;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            Formula formula = RandomFormulas.Create(seed).Formula;
            bool[] particle = Homogeneity.ParticleGroup(formula);
            bool isProved = Differentiability.Kinked(formula, particle).Count == 0;
            ManyFormulas.Add(ref proved, isProved);
            ManyFormulas.Add(ref smoothed, isProved && formula.Nodes.Any(n => OperationTable.Get(n.Op).Kinks.Length > 0));
            KinkWitness? witness = KinkWitness.Find(formula, particle, attempts: 1);
            ManyFormulas.Add(ref refuted, witness is not null);
            return isProved && witness is not null ? [$"seed {seed}: {FormulaPrinter.Print(formula)} {witness}"] : [];
        });
        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(proved > count / 10 && smoothed > count / 100 && refuted > count / 100, $"{proved} proved, {smoothed} of them with kinks, {refuted} refuted");
    }
}
