using MeanFieldDsl.Benchmarks.Accuracy;

namespace MeanFieldDsl.Benchmarks.Tests;

/// <summary>A short run of <c>accuracy</c>: every function keeps to 2 units in the last place, in both precisions.</summary>
public sealed class AccuracyTests
{
    public static TheoryData<string> Names => [.. Subject.All.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_error_is_above_two_units_in_the_last_place(string name)
    {
        Subject subject = Subject.All.Single(s => s.Name == name);
        foreach (Format format in (Format[])[Format.Double, Format.Single])
        {
            AccuracyFigures figures = AccuracyMeasure.Run(subject, format, 200_000);
            Assert.Empty(figures.WrongSpecialValues);
            Assert.True(figures.IsRight, AccuracyReport.Row(figures));
            Assert.Equal(subject.Error(figures.At, figures.AtSecond, AccuracyMeasure.Evaluate(subject, format, figures.At, figures.AtSecond), format), figures.MaximumError);
            Assert.True(figures.MaximumError > 0.4 || name == "Sign", AccuracyReport.Row(figures));
        }
    }

    [Fact]
    public void A_wrong_function_is_noticed()
    {
        Subject subject = Subject.All.Single(static s => s.Name == "Exp") with { Reference = static (x, _) => ExactFunctions.Exp(x + (3e-16 * Math.Abs(x))) };
        Assert.False(AccuracyMeasure.Run(subject, Format.Double, 10_000).IsRight);
    }

    [Fact]
    public void Every_float_is_tried_when_as_many_are_asked_for()
    {
        Points points = new(Subject.All[0], Format.Single, 1, Points.AllFloats);
        Assert.Equal([float.Epsilon, 2 * float.Epsilon, 3 * float.Epsilon], Enumerable.Range(0, 3).Select(_ => points.Next().X));
    }

    [Theory]
    [InlineData("--points", "0")]
    [InlineData("--points", "many")]
    [InlineData("--function", "Gamma")]
    [InlineData("--json")]
    public void A_wrong_argument_is_refused(params string[] arguments)
    {
        Assert.Null(AccuracyOptions.Parse(arguments));
        Assert.Equal(2, AccuracyReport.Run(arguments));
    }

    [Fact]
    public void Arguments_choose_a_function_a_file_and_points()
    {
        AccuracyOptions options = AccuracyOptions.Parse(["--points", "12", "--function", "Tanh", "--json", "x.json"])!;
        Assert.Equal((12, "Tanh", "x.json"), (options.Points, Assert.Single(options.Subjects).Name, options.Json));
        Assert.Equal((100_000_000, Subject.All.Count), (AccuracyOptions.Parse([])!.Points, AccuracyOptions.Parse([])!.Subjects.Count));
    }
}
