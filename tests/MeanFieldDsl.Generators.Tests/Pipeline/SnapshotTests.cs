using System.Globalization;
using System.Runtime.ExceptionServices;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>What is generated is a deliverable: it is read before it changes.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public Task ReluNeuron() => Verify(Samples.All, "Papers.ReluNeuron.Feature.g.cs");

    [Fact]
    public Task SigmoidNeuron() => Verify(Samples.All, "Papers.SigmoidNeuron.Feature.g.cs");

    [Fact]
    public Task DirichletSpike() => Verify(Samples.All, "Papers.DirichletSpike.Feature.g.cs");

    [Fact]
    public Task RankOneTensor() => Verify(Samples.All, "Papers.RankOneTensor.Feature.g.cs");

    [Fact]
    public Task LogisticLoss() => Verify(Samples.All, "Papers.LogisticLoss.Loss.g.cs");

    [Fact]
    public Task TotalVariation() => Verify(Samples.All, "Papers.TotalVariation.Regularizer.g.cs");

    [Fact]
    public Task SquaredL2() => Verify(Samples.All, "Papers.SquaredL2.Regularizer.g.cs");

    [Fact]
    public Task TwoLayerRelu() => Verify(Samples.All, "Papers.TwoLayerRelu.Model.g.cs");

    [Fact]
    public Task ModelWithoutRegularizer() => Verify(
        Samples.Parts + "[MeanFieldModel<RankOneTensor, LogisticLoss>] public sealed partial class Completion;", "Papers.Completion.Model.g.cs");

    [Fact]
    public Task NestedInTheGlobalNamespace() => Verify(
        "internal partial class Outer { public static partial class Inner {\n" + Samples.ReluNeuron + "} }", "Outer.Inner.ReluNeuron.Feature.g.cs", space: "");

    [Fact]
    public Task FixedDimension() => Verify(
        """
        [Feature]
        public sealed partial class Bump
        {
            public double Width { get; init; } = 0.25;

            [Formula]
            public double Phi([Weight] double a, [Position, Dim(3)] Vec t, [Input] Vec x)
            {
                double squared = Sum(t, x, (ti, xi) => Sq(ti - xi));
                return squared < 9 * Sq(Width) ? a * Exp(-squared / (2 * Sq(Width))) : 0;
            }
        }
        """,
        "Papers.Bump.Feature.g.cs");

    [Fact]
    public Task Well() => Verify(InteractionSamples.All, "Papers.Well.Potential.g.cs");

    [Fact]
    public Task Repulsion() => Verify(InteractionSamples.All, "Papers.Repulsion.Interaction.g.cs");

    [Fact]
    public Task Gas() => Verify(InteractionSamples.All, "Papers.Gas.InteractionModel.g.cs");

    [Fact]
    public Task InteractionThatIsNotSymmetric() => Verify(InteractionSamples.All, "Papers.Screened.Interaction.g.cs");

    [Fact]
    public Task InteractionModelWithADimension() => Verify(InteractionSamples.All, "Papers.Plasma.InteractionModel.g.cs");

    [Fact]
    public Task StubOfAnInteractionModel() => Verify(
        InteractionSamples.Well + "[InteractionModel<Well, Well>] public sealed partial class Failed;", "Papers.Failed.InteractionModel.g.cs", clean: false);

    [Fact]
    public Task StubOfAFailedDeclaration() => Verify(
        "[Feature] public sealed partial class Failed { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * Round(x); }",
        "Papers.Failed.Feature.g.cs",
        clean: false);

    [Fact]
    public Task StubOfAModelWithAFailedPart() => Verify(
        Samples.LogisticLoss + "[MeanFieldModel<string, LogisticLoss>] public sealed partial class Failed;", "Papers.Failed.Model.g.cs", clean: false);

    [Theory]
    [InlineData("\u2212", ",", "\u00a0")]
    [InlineData("-", ",", ".")]
    [InlineData("\u061c-", "\u066b", "\u066c")]
    public void Generated_text_is_the_same_however_a_culture_writes_numbers(string minus, string point, string group)
    {
        const string Numbers =
            """
            [Feature]
            public sealed partial class Numbers
            {
                [Formula] public static double Phi([Weight] double a, [Position(Period = 0.5)] double i, [Input] double x) => -1.5e-7 * a * Sigmoid(i * x) - 1234567.25 + Max(i, -0.1);
            }
            """;
        string[] sources = [Source(Samples.All), Source(Numbers).Replace("Papers", "Other", StringComparison.Ordinal)];
        string expected = GeneratorHarness.Run(sources).AssertClean().AllText;
        Assert.Equal(expected, InCulture(Foreign(minus, point, group), () => GeneratorHarness.Run(sources).AllText));
    }

    [Fact]
    public void Generated_text_is_the_same_in_parallel_runs()
    {
        string source = Source(Samples.All);
        string[] texts = new string[8];
        _ = Parallel.For(0, texts.Length, new() { MaxDegreeOfParallelism = 4 }, i => texts[i] = GeneratorHarness.Run(source).AllText);
        Assert.Single(texts.Distinct());
    }

    // Only the invariant culture exists in this process; Finnish, Turkish and Persian numbers are set by hand.
    private static CultureInfo Foreign(string minus, string point, string group)
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = minus;
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = group;
        Assert.Equal(minus + "1" + point + "5", (-1.5).ToString(culture));
        return culture;
    }

    private static T InCulture<T>(CultureInfo culture, Func<T> run)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
                result = run();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private static string Source(string declarations, string space = "Papers") =>
        GeneratorHarness.Usings + (space.Length == 0 ? "" : $"namespace {space};\n\n") + declarations;

    private static Task Verify(string declarations, string file, bool clean = true, string space = "Papers")
    {
        GeneratorRun run = GeneratorHarness.Run(Source(declarations, space));
        return Verifier.Verify(clean ? run.AssertClean().Generated[file] : run.Generated[file], "cs");
    }
}
