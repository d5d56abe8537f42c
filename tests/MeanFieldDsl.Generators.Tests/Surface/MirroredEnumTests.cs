using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Tests.Surface;

/// <summary>
/// What the compiler and the library both name: [Assume] is read as a number and cast, and the status of a hypothesis is
/// written as a name and parsed.
/// </summary>
public sealed class MirroredEnumTests
{
    [Fact]
    public void Properties_have_the_names_and_numbers_of_the_library() =>
        Assert.Equal(Members<MeanFieldDsl.Property>(), Members<Generators.FrontEnd.Property>());

    [Fact]
    public void Statuses_of_hypotheses_have_the_names_and_numbers_of_the_library() =>
        Assert.Equal(Members<AssumptionStatus>(), Members<HypothesisStatus>());

    [Fact]
    public void Laws_of_the_inputs_have_the_names_and_numbers_of_the_library() =>
        Assert.Equal(Members<MeanFieldDsl.InputLaw>(), Members<Generators.FrontEnd.InputLaw>());

    private static IEnumerable<(string Name, int Number)> Members<T>()
        where T : struct, Enum => Enum.GetNames<T>().Zip(Enum.GetValues<T>().Select(static v => (int)(object)v));
}
