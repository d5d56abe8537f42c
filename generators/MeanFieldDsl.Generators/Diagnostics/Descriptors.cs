using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>Every diagnostic, one file for each family; the texts are specified in docs/diagnostics.</summary>
internal static partial class Descriptors
{
    public const string HelpBase = "docs/diagnostics/";

    /// <summary>The descriptors of all families, by id; found by reflection so that no list can forget one.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All() =>
    [
        .. typeof(Descriptors)
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(static field => (DiagnosticDescriptor)field.GetValue(null))
            .OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal),
    ];
}
