using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Runs an analysis so that a mistake of ours shows as one diagnostic at the declaration, instead of disabling the
/// analyzer until the editor is restarted.
/// </summary>
internal static class AnalyzerGuard
{
    public static void Run(ISymbol declaration, Action<Diagnostic> receiver, Action analysis)
    {
        try
        {
            analysis();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string message = (e.GetType().Name + ": " + e.Message).Replace("\r", "").Replace('\n', ' ');
            receiver(Diagnostic.Create(Descriptors.InternalError, declaration.Locations.FirstOrDefault(), declaration.Name, message));
        }
    }
}
