using MeanFieldDsl.Generators.Formulas;
using static System.Math;
using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Every construct of the language: what it becomes, and that this has the value of the same C#.</summary>
public class AcceptedConstructTests
{
    private const double Tolerance = 1e-13;

    private static readonly Inputs[] Points =
    [
        new(0.7, -1.3, [0.5, -0.25, 1.5, 0.1], [1, 2, -0.5, 0.3], 2, true),
        new(-0.4, 0.9, [-1.5, 0.75, 0.2, -0.6], [0.1, -2, 0.5, 1.1], 0, false),
        new(0, 0, [0, 0, 0, 0], [1, -1, 1, -1], 3, true),
    ];

    private static double Lambda => 0.7;

    private static int N => 3;

    private static bool Flag => true;

    [Fact]
    public void Arithmetic()
    {
        Accepts("a + b - a * b / 3", "a + b - a * b / 3", v => v.A + v.B - (v.A * v.B / 3));
        Accepts("-a + +b", "-a + b", v => -v.A + v.B);
        Accepts("a * (b + 1)", "a * (b + 1)", v => v.A * (v.B + 1));
        Accepts("a * 0.5f", "a * 0.5", v => v.A * 0.5);
        Accepts("a * (1 << 3)", "a * 8", v => v.A * 8);
    }

    [Fact]
    public void Integers_are_exact_in_double()
    {
        Accepts("a * i", "a * i", v => v.A * v.I);
        Accepts("a * (i - 2 * N + 1)", "a * (i - 2 * N + 1)", v => v.A * (v.I - (2 * N) + 1));
        Accepts("a / (double)i + (double)N", "a / i + N", v => (v.A / v.I) + N);
        Accepts("a * Math.Max(i, N) + Math.Abs(-i)", "a * max(i, N) + |-i|", v => (v.A * Math.Max(v.I, N)) + Math.Abs(-v.I));
        Accepts("b * Sign(a)", "b * sign(a)", v => v.B * Math.Sign(v.A));
    }

    [Fact]
    public void Constants()
    {
        Accepts("a + PI + Math.E + Tau", "a + π + 2.718281828459045 + 6.283185307179586", v => v.A + PI + Math.E + Tau);
        Accepts("a * 1e-3 + 2 - 0x10", "a * 0.001 + 2 - 16", v => (v.A * 1e-3) + 2 - 16);
        Accepts("a * Half", "a * 0.5", v => v.A * 0.5, "private const double Half = 0.5;");
        Accepts("a < double.PositiveInfinity ? a : double.MaxValue", "(a < ∞ ? a : 1.7976931348623157E+308)", v => v.A);
        Accepts("a + default(double) + sizeof(int)", "a + 4", v => v.A + 4);
        Accepts("a * Rate", "a * 0.25", v => v.A * 0.25, "private static readonly double Rate = 0.25;");
        Accepts("a * Rate", "a * 0.25", v => v.A * 0.25, "private static double Rate { get; } = 0.25;");
        Accepts("a * Twice", "a * 6.283185307179586", v => v.A * 2 * PI, "private static readonly double Twice = 2 * PI;");
    }

    [Fact]
    public void Comparisons_and_logic()
    {
        Accepts("a < b ? a : b", "(a < b ? a : b)", v => v.A < v.B ? v.A : v.B);
        Accepts("a > b ? a : b", "(b < a ? a : b)", v => v.A > v.B ? v.A : v.B);
        Accepts("a <= b ? a : b", "(a <= b ? a : b)", v => v.A <= v.B ? v.A : v.B);
        Accepts("a >= b ? a : b", "(b <= a ? a : b)", v => v.A >= v.B ? v.A : v.B);
        Accepts("a == b ? 1 : 2", "(a == b ? 1 : 2)", v => v.A == v.B ? 1 : 2);
        Accepts("a != b ? 1 : 2", "(not (a == b) ? 1 : 2)", v => v.A != v.B ? 1 : 2);
        Accepts("a < b && b < 1 ? a : b", "(a < b and b < 1 ? a : b)", v => v.A < v.B && v.B < 1 ? v.A : v.B);
        Accepts("a < b || !(b < 1) ? a : b", "(a < b or not (b < 1) ? a : b)", v => v.A < v.B || !(v.B < 1) ? v.A : v.B);
        Accepts("p & a < 0 ? a : b", "(p and a < 0 ? a : b)", v => v.P & v.A < 0 ? v.A : v.B);
        Accepts("p | a < 0 ? a : b", "(p or a < 0 ? a : b)", v => v.P | v.A < 0 ? v.A : v.B);
        Accepts("p == a < 0 ? a : b", "(p and a < 0 or not p and not (a < 0) ? a : b)", v => v.P == v.A < 0 ? v.A : v.B);
        Accepts("p ^ a < 0 ? a : b", "(not (p and a < 0 or not p and not (a < 0)) ? a : b)", v => v.P ^ v.A < 0 ? v.A : v.B);
        Accepts("p != Flag ? a : b", "(not (p and Flag or not p and not Flag) ? a : b)", v => v.P != Flag ? v.A : v.B);
        Accepts("i == N ? a : b", "(i == N ? a : b)", v => v.I == N ? v.A : v.B);
        Accepts("true ? a : b", "a", v => v.A);
    }

    [Fact]
    public void Functions_of_Math()
    {
        Accepts("Abs(a) + Min(a, b) + Max(a, 0)", "|a| + min(a, b) + max(a, 0)", v => Abs(v.A) + Min(v.A, v.B) + Math.Max(v.A, 0));
        Accepts("Sqrt(a * a + 1) + Cbrt(b * b + 1)", "sqrt(a * a + 1) + cbrt(b * b + 1)", v => Sqrt((v.A * v.A) + 1) + Cbrt((v.B * v.B) + 1));
        Accepts("Exp(a) + Log(b * b + 1)", "exp(a) + log(b * b + 1)", v => Exp(v.A) + Log((v.B * v.B) + 1));
        Accepts("Math.Log(a * a + 1, 2)", "log(a * a + 1) / 0.6931471805599453", v => Math.Log((v.A * v.A) + 1, 2));
        Accepts("Sin(a) * Cos(b) + Tan(a)", "sin(a) * cos(b) + tan(a)", v => (Sin(v.A) * Cos(v.B)) + Tan(v.A));
        Accepts("Sinh(a) * Cosh(b) + Tanh(a) + Atan(b)", "sinh(a) * cosh(b) + tanh(a) + atan(b)", v => (Sinh(v.A) * Cosh(v.B)) + Tanh(v.A) + Atan(v.B));
        Accepts("Pow(a, 2) + Pow(b * b + 1, 1.5)", "a * a + (b * b + 1)^1.5", v => (v.A * v.A) + Pow((v.B * v.B) + 1, 1.5));
        Accepts("Clamp(a, -1, 0.5)", "min(max(a, -1), 0.5)", v => Clamp(v.A, -1, 0.5));
        Accepts("Math.FusedMultiplyAdd(a, b, 2)", "a * b + 2", v => Math.FusedMultiplyAdd(v.A, v.B, 2));
        Accepts("double.Exp(a) + double.Max(a, b) + double.Sin(b)", "exp(a) + max(a, b) + sin(b)", v => double.Exp(v.A) + double.Max(v.A, v.B) + double.Sin(v.B));
    }

    [Fact]
    public void Functions_of_Ops()
    {
        Accepts("Sq(a + b)", "(a + b) * (a + b)", v => (v.A + v.B) * (v.A + v.B));
        Accepts("Relu(a)", "max(a, 0)", v => Relu(v.A));
        Accepts("LeakyRelu(a, 0.1)", "(0 < a ? a : 0.1 * a)", v => LeakyRelu(v.A, 0.1));
        Accepts("LeakyRelu(a)", "(0 < a ? a : 0.01 * a)", v => LeakyRelu(v.A));
        Accepts("Gelu(a)", "a * normalCdf(a)", v => Gelu(v.A));
        Accepts("Sigmoid(a) + Softplus(b)", "sigmoid(a) + softplus(b)", v => Sigmoid(v.A) + Softplus(v.B));
        Accepts("Erf(a) + NormalCdf(b)", "erf(a) + normalCdf(b)", v => Erf(v.A) + NormalCdf(v.B));
        Accepts("Log1p(a * a) + Expm1(b) + Sinc(a)", "log1p(a * a) + expm1(b) + sinc(a)", v => Log1p(v.A * v.A) + Expm1(v.B) + Sinc(v.A));
    }

    [Fact]
    public void Vectors()
    {
        Accepts("Dot(w, x) + SquaredNorm(w)", "⟨w, x⟩ + ‖w‖²", v => v.W.Zip(v.X, (s, t) => s * t).Sum() + v.W.Sum(s => s * s));
        Accepts("Norm(w)", "sqrt(‖w‖²)", v => Sqrt(v.W.Sum(s => s * s)));
        Accepts("w[0] * x[3]", "w[0] * x[3]", v => v.W[0] * v.X[3]);
        Accepts("w[i] * x[N]", "w[i] * x[N]", v => v.W[v.I] * v.X[3]);
        Accepts("w[1 + 1]", "w[2]", v => v.W[2]);
        Accepts("a / w.Length", "a / dim w", v => v.A / 4);
        Accepts("Sum(w) + Prod(w) + Max(x)", "sum(w[k], k < dim w) + prod(w[k], k < dim w) + max(x[k], k < dim x)", v => v.W.Sum() + v.W.Aggregate(1.0, (s, t) => s * t) + v.X.Max());
    }

    [Fact]
    public void Reductions()
    {
        Accepts("Sum(w, wi => wi * a)", "sum(w[k] * a, k < dim w)", v => v.W.Sum(s => s * v.A));
        Accepts("Sum(w, x, (s, t) => Sq(s - t))", "sum((w[k] - x[k]) * (w[k] - x[k]), k < dim w)", v => v.W.Zip(v.X, (s, t) => (s - t) * (s - t)).Sum());
        Accepts("Sum(w, x, w, (s, t, u) => s * t * u)", "sum(w[k] * x[k] * w[k], k < dim w)", v => v.W.Zip(v.X, (s, t) => s * t * s).Sum());
        Accepts("Prod(x, w, static (s, t) => s - t)", "prod(x[k] - w[k], k < dim w)", v => v.X.Zip(v.W, (s, t) => s - t).Aggregate(1.0, (s, t) => s * t));
        Accepts("Max(w, s => Abs(s))", "max(|w[k]|, k < dim w)", v => v.W.Max(Abs));
        Accepts("Sum(1, N, k => Cos(k * a))", "sum(cos(k * a), k = 1..N)", v => Enumerable.Range(1, N).Sum(k => Cos(k * v.A)));
        Accepts("Prod(0, w.Length - 1, k => a + k)", "prod(a + k, k = 0..dim w - 1)", v => Enumerable.Range(0, 4).Aggregate(1.0, (s, k) => s * (v.A + k)));
        Accepts("Max(1, 2 * N, k => k * a)", "max(k * a, k = 1..2 * N)", v => Enumerable.Range(1, 2 * N).Max(k => k * v.A));
        Accepts("Sum(w, Sq)", "‖w‖²", v => v.W.Sum(s => s * s));
        Accepts("Sum(w, Math.Abs)", "sum(|w[k]|, k < dim w)", v => v.W.Sum(Abs));
        Accepts("Sum(w, Cube)", "sum(w[k] * w[k] * w[k], k < dim w)", v => v.W.Sum(s => s * s * s), "private static double Cube(double u) => u * u * u;");
        Accepts("Sum(w, s => { double t = s + 1; return t * t; })", "sum((w[k] + 1) * (w[k] + 1), k < dim w)", v => v.W.Sum(s => (s + 1) * (s + 1)));
        Accepts("Sum(w, delegate (double s) { return s * a; })", "sum(w[k] * a, k < dim w)", v => v.W.Sum(s => s * v.A));
        Accepts("Sum(w, s => Sum(1, N, k => Pow(s, k)))", "sum(sum(w[k1]^k, k = 1..N), k1 < dim w)", v => v.W.Sum(s => Enumerable.Range(1, N).Sum(k => Pow(s, k))));
        Accepts("Sum(last: N, first: 1, term: k => k * a)", "sum(k * a, k = 1..N)", v => 6 * v.A);
    }

    [Fact]
    public void Hyper_parameters()
    {
        Accepts("a * Lambda + N", "a * Lambda + N", v => (v.A * Lambda) + N);
        Accepts("Flag ? a : b", "(Flag ? a : b)", v => v.A);
        Accepts("a * this.Lambda", "a * Lambda", v => v.A * Lambda);
        Accepts("a * _scale", "a * _scale", v => v.A * 2, "private readonly double _scale = 2;");
        Accepts("a * Scale", "a * Scale", v => v.A * 2, "public double Scale { get; } = 2;");
        Accepts("a * Double", "a * 2 * Lambda", v => v.A * (2 * Lambda), "public double Double => 2 * Lambda;");
        Accepts("a * Double", "a * 2 * Lambda", v => v.A * (2 * Lambda), "public double Double { get { return 2 * Lambda; } }");
    }

    [Fact]
    public void Blocks()
    {
        AcceptsBlock("var u = a * b; double t = u + 1; return u * t;", "a * b * (a * b + 1)", v => v.A * v.B * ((v.A * v.B) + 1));
        AcceptsBlock("double u; u = a + 1; return u * u;", "(a + 1) * (a + 1)", v => (v.A + 1) * (v.A + 1));
        AcceptsBlock("const int two = 2; bool q = a < b; int j = i + two; return q ? j : a;", "(a < b ? i + 2 : a)", v => v.A < v.B ? v.I + 2 : v.A);
        AcceptsBlock("double u = a, t = u * b; return u + t;", "a + a * b", v => v.A + (v.A * v.B));
        AcceptsBlock("if (a < 0) return -a; else return a * b;", "(a < 0 ? -a : a * b)", v => v.A < 0 ? -v.A : v.A * v.B);
        AcceptsBlock("if (a < 0) { return -a; } return a * b;", "(a < 0 ? -a : a * b)", v => v.A < 0 ? -v.A : v.A * v.B);
        AcceptsBlock("if (a < 0) { if (b < 0) return b; } else if (a < 1) { return 5; } return a;", "(a < 0 ? (b < 0 ? b : a) : (a < 1 ? 5 : a))", v => v.A < 0 ? (v.B < 0 ? v.B : v.A) : v.A < 1 ? 5 : v.A);
        AcceptsBlock("double u; if (a < 0) { u = -a; } else { return b; } return u * u;", "(a < 0 ? -(a * -a) : b)", v => v.A < 0 ? v.A * v.A : v.B, compareText: false);
        AcceptsBlock("{ double u = a; { return u; } }", "a", v => v.A);
        AcceptsBlock("Vec u = w; return Dot(u, x);", "⟨w, x⟩", v => v.W.Zip(v.X, (s, t) => s * t).Sum());
        AcceptsBlock(";return a;", "a", v => v.A);
    }

    [Fact]
    public void Helpers_are_inlined()
    {
        Accepts("F(a) + F(b)", "a * a + 1 + (b * b + 1)", v => (v.A * v.A) + 1 + ((v.B * v.B) + 1), "private static double F(double u) { double s = u * u; return s + 1; }", compareText: false);
        Accepts("F(F(a))", "", v => ((v.A + 1) * 2 + 1) * 2, "private static double F(double u) => (u + 1) * 2;", compareText: false);
        Accepts("F(b, scale: a)", "", v => (v.B - v.A) * 3, "private static double F(double u, double shift = 3, double scale = 1) => (u - scale) * shift;", compareText: false);
        Accepts("F(v: a, u: b)", "b - a", v => v.B - v.A, "private static double F(double u, double v) => u - v;");
        Accepts("F(a)", "a * Lambda", v => v.A * Lambda, "private double F(in double u) => u * Lambda;");
        Accepts("G(w, x)", "⟨w, x⟩", v => v.W.Zip(v.X, (s, t) => s * t).Sum(), "private static double G(Vec u, Vec v) => Dot(u, v);");
        Accepts("Other.F(a)", "a + 1", v => v.A + 1, "private static class Other { public static double F(double u) => u + 1; }");
        Accepts("a.Twice()", "2 * a", v => 2 * v.A, "} public static class Extensions { public static double Twice(this double u) => 2 * u;");
        Accepts("IsSmall(a) ? Half(i) : b", "(a < 1 ? i + 1 : b)", v => v.A < 1 ? v.I + 1 : v.B, "private static bool IsSmall(double u) => u < 1; private static int Half(int j) => j + 1;");
        Accepts("Sum(1, Last, k => k * a)", "sum(k * a, k = 1..2 * N + 1)", v => 28 * v.A, "private int Last => 2 * N + 1;");
    }

    [Fact]
    public void Local_functions_are_inlined()
    {
        AcceptsBlock("static double F(double u) => u * u; return F(a + b);", "(a + b) * (a + b)", v => (v.A + v.B) * (v.A + v.B));
        AcceptsBlock("return F(2); double F(double u) { return u * a; }", "2 * a", v => 2 * v.A);
        AcceptsBlock("double s = a + 1; double F(double u) => u * s; return Sum(w, F);", "sum(w[k] * (a + 1), k < dim w)", v => v.W.Sum(u => u * (v.A + 1)));
    }

    [Fact]
    public void A_long_sum_is_not_too_deep()
    {
        string terms = string.Join(" + ", Enumerable.Range(1, 400).Select(k => "a * " + k));
        Accepts(terms, "", v => v.A * 400 * 401 / 2, compareText: false, tolerance: 1e-11);
    }

    private static void AcceptsBlock(string body, string formula, Func<Inputs, double> expected, bool compareText = true) =>
        Check("{ " + body + " }", compareText ? formula : null, expected, "", Tolerance);

    private static void Accepts(
        string expression, string formula, Func<Inputs, double> expected, string members = "", bool compareText = true, double tolerance = Tolerance) =>
        Check("=> " + expression + ";", compareText ? formula : null, expected, members, tolerance);

    private static void Check(string body, string? formula, Func<Inputs, double> expected, string members, double tolerance)
    {
        string source = $$"""
            [Feature]
            public partial class Sample
            {
                public required double Lambda { get; init; }
                public required int N { get; init; }
                public bool Flag { get; init; }
                [Formula] public double Phi([Weight] double a, [Weight] double b, [Position, Dim("n")] Vec w, [Input, Dim("n")] Vec x, [Input] int i, [Input] bool p) {{body}}
                public static double Run(double a, double b, double[] w, double[] x, int i, bool p) =>
                    new Sample { Lambda = {{Lambda}}, N = {{N}}, Flag = true }.Phi(a, b, w, x, i, p);
                {{members}}
            }
            """;
        Func<double, double, double[], double[], int, bool, double> run = TestCompilation.Compile(source).GetType("Sample")!
            .GetMethod("Run")!.CreateDelegate<Func<double, double, double[], double[], int, bool, double>>();
        Formula parsed = TestCompilation.Parse(source, "Sample").Spec.Formula!;
        if (formula is not null)
        {
            Assert.Equal(formula, FormulaPrinter.Print(parsed));
        }

        double[] hyper = [.. parsed.HyperParameters.Select(h => h.Name switch { "Lambda" => Lambda, "N" => N, "Flag" => 1.0, _ => 2 })];
        foreach (Inputs v in Points)
        {
            double want = expected(v);
            Assert.Equal(want, run(v.A, v.B, v.W, v.X, v.I, v.P), tolerance * Math.Max(1, Abs(want)));
            double got = Interpreter.Evaluate(parsed, new([[v.A], [v.B], v.W, v.X, [v.I], [v.P ? 1 : 0]], hyper));
            Assert.True(got.Equals(want) || Abs(got - want) <= tolerance * Math.Max(1, Abs(want)), $"{body}: {got:R} instead of {want:R}");
        }
    }

    private sealed record Inputs(double A, double B, double[] W, double[] X, int I, bool P);
}
