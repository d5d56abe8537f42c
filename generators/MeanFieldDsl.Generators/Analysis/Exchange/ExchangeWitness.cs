using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// Looks for two particles that refute a property of an interaction, at the same points in every run. What is found is far above the rounding
/// errors; that nothing is found proves nothing.
/// </summary>
internal static class ExchangeWitness
{
    private const int Attempts = 60;
    private const double ClearExcess = 1e-9;

    /// <summary>Two particles whose exchange changes the value.</summary>
    public static string? Asymmetry(Formula interaction) => Search(interaction, static (pair, exchanged, _, _, at) =>
        IsClear(pair.Value - exchanged.Value, pair, exchanged)
            ? $"at {at()} it is {Number(pair)}, and {Number(exchanged)} with the particles exchanged"
            : null);

    /// <summary>Two particles for which U(θ, θ) + U(θ′, θ′) − U(θ, θ′) − U(θ′, θ) is negative: the energy is concave on the line between them.</summary>
    public static string? Concavity(Formula interaction) => Search(interaction, static (pair, exchanged, first, second, at) =>
        first.Value + second.Value - pair.Value - exchanged.Value is double form && form < 0 && IsClear(form, pair, exchanged, first, second)
            ? $"ν = δ_θ − δ_θ′ gives {ConvexityWitness.Number(form)} at {at()}"
            : null);

    private static string? Search(Formula interaction, Func<Jet, Jet, Jet, Jet, Func<string>, string?> refute)
    {
        if (HomogeneityWitness.IsTooLargeToTry(interaction))
        {
            return null;
        }

        Interpreter interpreter = new(interaction.Nodes);
        int half = interaction.Parameters.Count / 2;
        bool[] all = [.. interaction.Parameters.Select(static _ => true)];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Binding point = ConvexityWitness.InDomains(interaction, all, attempt);
            double[][] first = [.. point.Parameters.Take(half)], second = [.. point.Parameters.Skip(half)];
            try
            {
                if (refute(At(first, second), At(second, first), At(first, first), At(second, second), () => WitnessPoints.Print(interaction, point, all)) is string witness)
                {
                    return witness;
                }
            }
            catch (IndexOutOfRangeException)
            {
                // An index that this draw put outside its vector: no value, and so no witness.
            }

            Jet At(double[][] a, double[][] b) => interpreter.ValueWithCondition(interaction.Root, new([.. a, .. b], point.HyperParameters));
        }

        return null;
    }

    private static bool IsClear(double difference, params Jet[] values)
    {
        double size = values.Max(static v => Math.Abs(v.Value)), rounding = 1e4 * 2.3e-16 * values.Sum(static v => v.ValueCondition);
        return Math.Abs(difference) > Math.Max(rounding, ClearExcess * size) && !double.IsInfinity(difference) && !double.IsInfinity(size);
    }

    private static string Number(Jet jet) => ConvexityWitness.Number(jet.Value);
}
