using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Whether U(θ, θ′) = U(θ′, θ), and the symmetric part of U: U itself where it is enough, otherwise ½ (U(θ, θ′) + U(θ′, θ)). An energy
/// ∬ U dμ dμ is that of the symmetric part.
/// </summary>
/// <param name="Finding">Proved, refuted by two particles, or undecided.</param>
/// <param name="IsAlone">Whether the symmetric part is U as it stands.</param>
/// <param name="Part">The symmetric part as a formula of the first particle, with the second one as the input.</param>
internal sealed record Symmetry(Finding Finding, bool IsAlone, Formula Part)
{
    private static readonly Once<Symmetry> Known = new(Analyze);

    public static Symmetry Of(Formula interaction) => Known.Of(interaction);

    private static Symmetry Analyze(Formula interaction)
    {
        FormulaBuilder builder = new(interaction.Nodes);
        int half = interaction.Parameters.Count / 2;
        int exchanged = builder.Reassign(interaction.Root, p => p < half ? p + half : p - half);

        // A particle meets itself, where all that compares the two is a tie: there the derivatives must be symmetric too.
        ExpandedForm form = new(builder.Nodes, interaction, exchangesArguments: false);
        bool isAlone = exchanged == interaction.Root || AreEqual(form, interaction.Root, exchanged);
        Finding finding = isAlone || AreEqual(new(builder.Nodes, interaction, exchangesArguments: true), interaction.Root, exchanged)
            ? Finding.Proved("exchange", exchanged == interaction.Root ? "exchanged, the formula is the same" : "exchanged, the formula has the same terms")
            : ExchangeWitness.Asymmetry(interaction) is string witness ? Finding.Refuted("exchange", witness)
            : Finding.Undecided("exchange", "no two particles were found whose exchange changes the value, and its terms do not tell");
        int part = isAlone ? interaction.Root : builder.Multiply(builder.Constant(0.5), builder.Add(interaction.Root, Shared(builder, form, interaction.Root, exchanged)));
        IEnumerable<FormulaParameter> parameters = interaction.Parameters.Select((p, i) => i < half ? p : p with { Role = ParameterRole.Input });
        return new(finding, isAlone, builder.Build(interaction.Name, part, parameters, interaction.HyperParameters) with { Primitives = interaction.Primitives });
    }

    private static bool AreEqual(ExpandedForm form, int a, int b)
    {
        try
        {
            return form.Of(a).Equals(form.Of(b));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }

    // What the exchanged formula has in common with the other, such as a distance, is computed once.
    private static int Shared(FormulaBuilder builder, ExpandedForm form, int root, int exchanged)
    {
        Dictionary<Polynomial, int> known = [];
        try
        {
            foreach (int node in Closed(builder, root))
            {
                known[form.Of(node)] = known.TryGetValue(form.Of(node), out int first) ? first : node;
            }

            Dictionary<int, int> replaced = [];
            HashSet<int> kept = [.. known.Values];
            foreach (int node in Closed(builder, exchanged).Where(node => !kept.Contains(node)))
            {
                Polynomial own = form.Of(node);
                if (known.TryGetValue(own, out int same))
                {
                    replaced.Add(node, same);
                }
                else if (known.TryGetValue(own.Scaled(-BigRational.One), out int opposite))
                {
                    replaced.Add(node, builder.Negate(opposite));
                }
            }

            return builder.Rewrite(exchanged, node => replaced.TryGetValue(node, out int other) ? other : -1);
        }
        catch (UndecidedException)
        {
            return exchanged;
        }
    }

    // The operations below a root that no loop variable reaches.
    private static int[] Closed(FormulaBuilder builder, int root)
    {
        bool[] needed = FormulaGraph.Reachable(builder.Nodes, root);
        int[][] free = FormulaGraph.FreeLabels([.. builder.Nodes.Take(root + 1)]);
        return [.. Enumerable.Range(0, root + 1).Where(i => needed[i] && free[i].Length == 0 && (builder[i].IsReduction || FormulaGraph.Arity(builder[i]) > 0))];
    }
}
