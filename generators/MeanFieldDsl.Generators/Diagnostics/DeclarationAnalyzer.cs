using System.Collections.Immutable;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>Reports what is wrong with declarations, through the same front end as the generator.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
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
            foreach (DeclarationKind kind in DeclarationParser.Kinds(type))
            {
                ParsedDeclaration parsed = DeclarationParser.Parse(type, kind, context.Compilation, context.ReportDiagnostic, context.CancellationToken);
                if (parsed.Spec.Formula is null)
                {
                    continue;
                }

                // One message for one fault: outside its domain a function has no slope either, and a jump is no smooth place.
                Diagnostic[] faults = [.. NumericsClaims.Check(parsed)];
                Diagnostic[] derivatives = [.. DifferentiabilityClaims.Check(parsed).Where(d => !Array.Exists(faults, f => f.Location == d.Location))];
                bool isUseless = derivatives.Any(static d => d.Id == Descriptors.Discontinuous.Id || d.Id == Descriptors.NoDifferentiablePath.Id);
                IEnumerable<Diagnostic> claims = HomogeneityClaims.Check(parsed).Concat(ConvexityClaims.Check(parsed)).Where(d => !isUseless || d.Id != Descriptors.NotSmooth.Id);
                foreach (Diagnostic diagnostic in claims.Concat(derivatives).Concat(faults))
                {
                    context.ReportDiagnostic(diagnostic);
                }
            }
        });
    }
}
