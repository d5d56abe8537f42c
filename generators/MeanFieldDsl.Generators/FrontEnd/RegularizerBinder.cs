using System.Collections.Immutable;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Finds for each parameter of a regularizer the parameter of the feature that it means.</summary>
internal static class RegularizerBinder
{
    /// <summary>The feature's parameter for each of the regularizer's, or −1 for the whole particle.</summary>
    public static int[] Bind(DeclarationSpec regularizer, DeclarationSpec feature, DiagnosticSink sink, Location? at)
    {
        Formula formula = feature.Formula!;
        int[] binding = new int[regularizer.Formula!.Parameters.Count];
        for (int i = 0; i < binding.Length; i++)
        {
            FormulaParameter wanted = regularizer.Formula.Parameters[i];
            bool isWhole = wanted.Role == ParameterRole.Unbound && wanted.Type == FormulaType.Vector && regularizer.BoundFeature is null;
            int? found = isWhole ? -1 : Find(wanted, formula);
            binding[i] = found ?? 0;
            if (found is null)
            {
                string? close = Closest(wanted, formula);
                string hint = close is null ? "" : " (did you mean '" + close + "'?)";
                ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Parameter, wanted.Name);
                properties = close is null ? properties : properties.Add(FixProperties.Suggestion, close);
                sink.Report(Descriptors.RegularizerParameter, at, [], properties, [regularizer.Type.Name, wanted.Name, feature.Type.Name, hint]);
            }
        }

        return binding;
    }

    // A role says which parameter is meant when there is only one such; a name does in any case.
    private static int? Find(FormulaParameter wanted, Formula feature)
    {
        int[] fitting =
        [
            .. Enumerable.Range(0, feature.Parameters.Count).Where(i =>
                feature.Parameters[i].IsParticle
                && feature.Parameters[i].Type == wanted.Type
                && (wanted.Role == ParameterRole.Unbound || feature.Parameters[i].Role == wanted.Role)),
        ];
        if (wanted.Role != ParameterRole.Unbound && fitting.Length == 1)
        {
            return fitting[0];
        }

        int[] named = [.. fitting.Where(i => feature.Parameters[i].Name == wanted.Name)];
        return named.Length == 1 ? named[0] : null;
    }

    private static string? Closest(FormulaParameter wanted, Formula feature)
    {
        (string Name, int Distance)[] candidates =
        [
            .. feature.Parameters
                .Where(p => p.IsParticle && p.Type == wanted.Type && (wanted.Role == ParameterRole.Unbound || p.Role == wanted.Role))
                .Select(p => (p.Name, Distance(p.Name, wanted.Name)))
                .Where(c => c.Item2 <= Math.Max(1, wanted.Name.Length / 2))
                .OrderBy(static c => c.Item2),
        ];
        return candidates.Length == 0 ? null : candidates[0].Name;
    }

    // The edit distance of Levenshtein, one row at a time; case does not count.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                bool isSame = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(diagonal + (isSame ? 0 : 1), Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
