using System.Collections.Immutable;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>Reports parts of a model that are missing or do not fit each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.All();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        AnalyzerGuard.Run(type, context.ReportDiagnostic, () =>
        {
            if (ModelParser.ModelAttribute(type) is not null)
            {
                _ = ModelParser.Parse(type, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            }

            if (InteractionModelParser.ModelAttribute(type) is not null)
            {
                _ = InteractionModelParser.Parse(type, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
            }
        });
    }
}
