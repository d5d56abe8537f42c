using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Collects what the front end finds. The generator passes no receiver and only learns whether there were errors;
/// an analyzer's receiver gets each diagnostic once, however often a helper with a mistake is inlined.
/// </summary>
internal sealed class DiagnosticSink(Action<Diagnostic>? receiver)
{
    private readonly HashSet<(string Id, Location At)> _reported = [];

    public bool HasErrors { get; private set; }

    /// <summary>Records a failure that the C# compiler reports itself.</summary>
    public void Fail() => HasErrors = true;

    public void Report(DiagnosticDescriptor descriptor, SyntaxNode at, params object[] arguments) =>
        Report(descriptor, receiver is null ? null : at.GetLocation(), [], arguments);

    public void Report(DiagnosticDescriptor descriptor, Location? at, IEnumerable<Location> additional, params object[] arguments) =>
        Report(descriptor, at, additional, ImmutableDictionary<string, string?>.Empty, arguments);

    /// <summary>Reports with a property bag for the code fix.</summary>
    public void Report(
        DiagnosticDescriptor descriptor, Location? at, IEnumerable<Location> additional, ImmutableDictionary<string, string?> properties, object[] arguments)
    {
        HasErrors |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        if (receiver is not null && _reported.Add((descriptor.Id, at ?? Location.None)))
        {
            receiver(Diagnostic.Create(descriptor, at, additional, properties, arguments));
        }
    }
}
