using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

public class AnalyzerGuardTests
{
    private static readonly ISymbol Declaration = TestCompilation.Create(Samples.ReluNeuron).GetTypeByMetadataName("ReluNeuron")!;

    [Fact]
    public void A_failure_is_a_diagnostic_at_the_declaration()
    {
        List<Diagnostic> found = [];
        AnalyzerGuard.Run(Declaration, found.Add, static () => throw new InvalidOperationException("one\ntwo"));
        Diagnostic diagnostic = Assert.Single(found);
        Assert.Equal("MFD0002", diagnostic.Id);
        Assert.Equal(Declaration.Locations[0], diagnostic.Location);
        Assert.Equal(
            "Internal error while generating 'ReluNeuron': InvalidOperationException: one two; please report it with the declaration",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Cancellation_passes_through() => Assert.Throws<OperationCanceledException>(
        static () => AnalyzerGuard.Run(Declaration, static _ => { }, static () => throw new OperationCanceledException()));

    [Fact]
    public void Parsing_stops_on_cancellation()
    {
        Compilation compilation = TestCompilation.Create(Samples.All);
        Assert.ThrowsAny<OperationCanceledException>(() => Generators.FrontEnd.DeclarationParser.Parse(
            compilation.GetTypeByMetadataName("ReluNeuron")!, Generators.FrontEnd.DeclarationKind.Feature, compilation, null, new CancellationToken(canceled: true)));
    }
}
