using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

public class ShapeTests
{
    [Theory]
    [InlineData("[Position] Vec w, [Input] Vec x", "Dot(w, x)", "wLength wLength")]
    [InlineData("[Input] Vec x, [Position] Vec w", "Dot(w, x)", "xLength xLength")]
    [InlineData("[Position, Dim(3)] Vec w, [Input] Vec x", "Dot(w, x)", "3 3")]
    [InlineData("[Position] Vec w, [Input, Dim(\"n\")] Vec x", "Dot(w, x)", "n n")]
    [InlineData("[Position, Dim(\"n\")] Vec w, [Input, Dim(3)] Vec x", "Dot(w, x)", "3 3")]
    [InlineData("[Position] Vec v, [Position] Vec w, [Input] Vec x", "Dot(w, x) * Dot(v, w)", "vLength vLength vLength")]
    [InlineData("[Position, Dim(\"n\")] Vec v, [Position, Dim(\"n\")] Vec w, [Input, Dim(2)] Vec x", "Dot(w, x) * v[0]", "2 2 2")]
    [InlineData("[Position] Vec v, [Position] Vec w, [Input] Vec x, [Input] Vec y", "Dot(v, x) * Dot(w, y)", "vLength wLength vLength wLength")]
    [InlineData("[Position] Vec v, [Input] Vec x, [Input] Vec y, [Position] Vec u", "Sum(v, x, y, (a, b, c) => a * b * c + Sum(1, 3, k => a)) * u[0] * Dot(u, x)", "vLength vLength vLength vLength")]
    [InlineData("[Position] Vec w, [Input] Vec x", "Sum(x, w, (xi, wi) => xi)", "wLength wLength")]
    [InlineData("[Weight] double a, [Input, Dim(\"xLength\")] Vec y, [Input] Vec x", "a * x[0] * y[1]", "1 xLength xLength_")]
    public void Dimensions_unify(string parameters, string expression, string expected)
    {
        Formula formula = TestCompilation.Parse(Feature(parameters, expression), "F").Spec.Formula!;
        Assert.Equal(expected, string.Join(" ", formula.Parameters.Select(p => p.Dimension.ToString())));
    }

    [Fact]
    public void Different_dimensions_are_an_error_that_names_both_sides()
    {
        AssertDiagnostics.In(
            Feature("[Position, Dim(2)] Vec w, [Input, Dim(3)] Vec x", "1 + {|MFD0301:Dot(w, x)|}"),
            "Dimensions differ in 'Dot(w, x)': 'w' has dimension 2, 'x' has dimension 3");
        AssertDiagnostics.In(
            Feature("[Position, Dim(\"n\")] Vec w, [Input, Dim(\"m\")] Vec x", "{|MFD0301:Sum(x, w, (s, t) => s * t)|}"),
            "Dimensions differ in 'Sum(x, w, (s, t) => s * t)': 'x' has dimension m, 'w' has dimension n");
        AssertDiagnostics.In(
            Feature("[Position, Dim(2)] Vec v, [Position] Vec w, [Input, Dim(3)] Vec x", "Dot(v, w) + {|MFD0301:Dot(w, x)|}"),
            "Dimensions differ in 'Dot(w, x)': 'w' has dimension 2, 'x' has dimension 3");
    }

    [Fact]
    public void A_vector_that_nothing_measures_needs_a_dimension()
    {
        AssertDiagnostics.In(
            Feature("[Weight] double a, [Position] Vec {|MFD0302:w|}, [Input] double x", "a * SquaredNorm(w) * x"),
            "Dimension of 'w' cannot be inferred; add [Dim(n)] or [Dim(\"name\")]");
        AssertDiagnostics.In(
            Feature("[Position] Vec {|MFD0302:v|}, [Position] Vec {|MFD0302:w|}, [Input] int i", "Dot(v, w) * v[i]"),
            "Dimension of 'v' cannot be inferred; add [Dim(n)] or [Dim(\"name\")]",
            "Dimension of 'w' cannot be inferred; add [Dim(n)] or [Dim(\"name\")]");
    }

    [Fact]
    public void A_constant_index_is_within_the_vector()
    {
        AssertDiagnostics.In(
            Feature("[Position, Dim(2)] Vec w, [Input] Vec x", "Dot(w, x) + w[0] + {|MFD0303:x[2]|}"),
            "Index '2' is out of range for 'x' of dimension 2");
        AssertDiagnostics.In(
            Feature("[Position] Vec w, [Input] Vec x", "Dot(w, x) + {|MFD0303:w[-1]|}"),
            "Index '-1' is out of range for 'w' of dimension wLength");
    }

    private static string Feature(string parameters, string expression) =>
        "[Feature] public partial class F { [Formula] public static double Phi(" + parameters + ") => " + expression + "; }";
}
