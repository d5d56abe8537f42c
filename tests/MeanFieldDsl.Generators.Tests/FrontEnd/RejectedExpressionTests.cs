namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>An expression that is not in the language is an error where it stands.</summary>
public class RejectedExpressionTests
{
    [Fact]
    public void Operators()
    {
        Rejects("a * ({|MFD0201:i % 2|})", ["'i % 2' is not part of the formula language (operator remainder on 'int'); see the supported subset"]);
        Rejects("{|MFD0201:a % 2|}", ["'a % 2' is not part of the formula language (operator remainder on 'double'); see the supported subset"]);
        Rejects("a * {|MFD0201:~i|}", ["'~i' is not part of the formula language (operator bitwise negation on 'int'); see the supported subset"]);
        Rejects("a * ({|MFD0201:i << 2|})", ["'i << 2' is not part of the formula language (operator left shift on 'int'); see the supported subset"]);
        Rejects("{|MFD0201:a = 2|}", ["'a = 2' is not part of the formula language (an assignment); see the supported subset"]);
        Rejects("{|MFD0201:a++|}", ["'a++' is not part of the formula language (an assignment); see the supported subset"]);
        Rejects("a * {|MFD0201:x[^1]|}", ["'x[^1]' is not part of the formula language (implicit indexer reference); see the supported subset"]);
        Rejects("{|MFD0201:a * b < 1 is true|} ? a : b", ["'a * b < 1 is true' is not part of the formula language (a pattern; write a comparison); see the supported subset"]);
    }

    [Fact]
    public void Integer_division()
    {
        Rejects("{|MFD0208:1 / 2|} * a", ["'1 / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
        Rejects("a * ({|MFD0208:i / 2|})", ["'i / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
        Rejects("a * Half", members: "private const double Third = 1.0 / 3; private static readonly double Half = {|MFD0208:1 / 2|};", messages: ["'1 / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
        Rejects("a * (0.5 + {|MFD0208:N / (i + 1)|})", ["'N / (i + 1)' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
        Rejects("Sum(1, {|MFD0208:N / 2|}, k => k * a)", ["'N / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
        Rejects("a * Clamp({|MFD0208:i / 2|}, 0, 1)", ["'i / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)"]);
    }

    [Fact]
    public void Conversions()
    {
        Rejects("a * {|MFD0201:(int)b|}", ["'(int)b' is not part of the formula language (a conversion from 'double' to 'int'); see the supported subset"]);
        Rejects("a * {|MFD0201:(float)b|}", ["'(float)b' is not part of the formula language (a conversion from 'float' to 'double'); see the supported subset"]);
        Rejects("a * {|MFD0201:(long)i|}", ["'(long)i' is not part of the formula language (a conversion from 'long' to 'double'); see the supported subset"]);
        Rejects("a * {|MFD0201:(double)(decimal)b|}", ["'(double)(decimal)b' is not part of the formula language (a conversion from 'decimal' to 'double'); see the supported subset"]);
        Rejects("{|MFD0201:(double)(object)a|}", ["'(double)(object)a' is not part of the formula language (a conversion from 'object' to 'double'); see the supported subset"]);
    }

    [Fact]
    public void Expressions()
    {
        Rejects("{|MFD0201:a switch { > 0 => a, _ => b }|}", ["'a switch { > 0 => a, _ => b }' is not part of the formula language (a switch expression; write ?: or if); see the supported subset"]);
        Rejects("{|MFD0204:new Random().NextDouble()|}", ["Helper 'Random.NextDouble' is virtual or an interface call; the target is not known at compile time"]);
        Rejects("{|MFD0201:a is > 0|} ? a : b", ["'a is > 0' is not part of the formula language (a pattern; write a comparison); see the supported subset"]);
        Rejects("a * {|MFD0201:\"x\".Length|}", ["'\"x\".Length' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0201:((Func<double>)(() => b))()|}", ["'((Func<double>)(() => b))()' is not part of the formula language (a call of a delegate); see the supported subset"]);
        Rejects("{|MFD0201:(a, b).Item1|}", ["'(a, b).Item1' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * (b > 0 ? {|MFD0201:throw new Exception()|} : 1)", ["'throw new Exception()' is not part of the formula language (a throw); see the supported subset"]);
        Rejects("a * {|MFD0201:new[] { 1.0 }[0]|}", ["'new[] { 1.0 }[0]' is not part of the formula language (array element reference); see the supported subset"]);
        Rejects("a * {|MFD0201:'c'|}", ["''c'' is not part of the formula language (a conversion from 'char' to 'double'); see the supported subset"]);
        Rejects("{|MFD0201:a * checked(i * 2) + (double?)b ?? 0|}", ["'a * checked(i * 2) + (double?)b ?? 0' is not part of the formula language (coalesce); see the supported subset"]);
        Rejects("a + Dot({|MFD0201:new double[3]|}, x)", ["'new double[3]' is not part of the formula language (a conversion from 'double[]' to 'MeanFieldDsl.Vec'); see the supported subset"]);
        Rejects("a + Dot({|MFD0201:i > 0 ? w : x|}, x)", ["'i > 0 ? w : x' is not part of the formula language (a choice between vectors); see the supported subset"]);
        Rejects("w[{|MFD0201:i + 1|}]", ["'i + 1' is not part of the formula language (an index that is neither a constant, an int input nor an int hyper-parameter); see the supported subset"]);
        Rejects("a + {|MFD0201:w.AsSpan()[0]|}", ["'w.AsSpan()[0]' is not part of the formula language (an indexer of a type other than Vec); see the supported subset"]);
        Rejects("a * {|MFD0201:Text.Length|}", members: "private const string Text = \"abc\";", messages: ["'Text.Length' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0201:(int)'c'|}", ["'(int)'c'' is not part of the formula language (a conversion from 'char' to 'int'); see the supported subset"]);
        Rejects("a * Half", members: "private static readonly double Half = 0.5 * {|MFD0201:One|}; private static readonly double One = 1;", messages: ["'One' is not part of the formula language (a static member in the initializer of another; make it const); see the supported subset"]);
        Rejects("a + {|MFD0201:nameof(a).Length|}", ["'nameof(a).Length' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0202:Math.Round(b)|}", ["Method 'Math.Round' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("a * {|MFD0201:((double?)b).Value|}", ["'((double?)b).Value' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a + b > 0 ? 1 : {|MFD0201:\"2\".Length|}", ["'\"2\".Length' is not part of the formula language (a member of another object); see the supported subset"]);
    }

    [Fact]
    public void Calls()
    {
        Rejects("{|MFD0202:Console.Read()|} * a", ["Method 'Console.Read' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("{|MFD0202:Log10(a)|}", ["Method 'Math.Log10' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("{|MFD0201:Math.Abs((float)1)|} * a", ["'Math.Abs((float)1)' is not part of the formula language (a conversion from 'float' to 'double'); see the supported subset"]);
        Rejects("{|MFD0201:F(a)|}", members: "private static double F<T>(T u) => 1;", messages: ["'F(a)' is not part of the formula language (a generic helper); see the supported subset"]);
        Rejects("{|MFD0201:F(a, out _)|}", members: "private static double F(double u, out double v) { v = 1; return u; }", messages: ["'F(a, out _)' is not part of the formula language (a helper with a ref or out parameter); see the supported subset"]);
        Rejects("{|MFD0201:F(a)|}", members: "private static float F(double u) => 1;", messages: ["'F(a)' is not part of the formula language (a conversion from 'float' to 'double'); see the supported subset"]);
        Rejects("{|MFD0201:F(a)|}", members: "private static ref readonly double F(in double u) => ref u;", messages: ["'F(a)' is not part of the formula language (a helper that returns a reference); see the supported subset"]);
        Rejects("{|MFD0201:new Sample { Lambda = 1, N = 2 }.G(a)|}", members: "private double G(double u) => u * Lambda;", messages: ["'new Sample { Lambda = 1, N = 2 }.G(a)' is not part of the formula language (a call on another object); see the supported subset"]);
        Rejects("{|MFD0201:Other.G(a)|}", members: "private static readonly Sample Other = null!; private double G(double u) => u * Lambda;", messages: ["'Other.G(a)' is not part of the formula language (a call on another object); see the supported subset"]);
        Rejects("{|MFD0202:a.CompareTo(b)|}", ["Method 'Double.CompareTo' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("{|MFD0201:_f(a)|}", members: "private readonly Func<double, double> _f = Sq;", messages: ["'_f(a)' is not part of the formula language (a call of a delegate); see the supported subset"]);
        Rejects("Sum(w, {|MFD0201:_f|})", members: "private readonly Func<double, double> _f = Sq;", messages: ["'_f' is not part of the formula language (a delegate that is neither a lambda nor a method); see the supported subset"]);
        Rejects("{|MFD0201:F(1, 2)|}", members: "private static double F(params double[] u) => 1;", messages: ["'F(1, 2)' is not part of the formula language (array creation); see the supported subset"]);
        Rejects("{|MFD0202:Enumerable.Range(0, 3).Sum(k => k * a)|}", ["Method 'Enumerable.Sum' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("{|MFD0202:G(a)|}", members: "private static extern double G(double u);", messages: ["Method 'G' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
    }

    [Fact]
    public void Recursive_helpers()
    {
        Rejects("F(a)", members: "private static double F(double u) => u < 0 ? 0 : {|MFD0203:F(u - 1)|};", messages: ["Helper 'F' is recursive (F → F); formulas must be finite expressions"]);
        Rejects("F(a)", members: "private static double F(double u) => G(u); private static double G(double u) => {|MFD0203:F(u)|};", messages: ["Helper 'F' is recursive (F → G → F); formulas must be finite expressions"]);
        Rejects("{|MFD0203:Phi(a, b, w, x, i, p)|}", ["Helper 'Phi' is recursive (Phi → Phi); formulas must be finite expressions"]);
        Rejects("P * a", members: "private double P => {|MFD0203:P|};", messages: ["Helper 'P' is recursive (P → P); formulas must be finite expressions"]);
        AssertDiagnostics.In(Source("{ " + "return F(a); static double F(double u) => {|MFD0203:F(u)|};" + " }", ""), ["Helper 'F' is recursive (F → F); formulas must be finite expressions"]);
    }

    [Fact]
    public void Virtual_helpers()
    {
        Rejects("{|MFD0204:F(a)|}", members: "protected virtual double F(double u) => u;", messages: ["Helper 'F' is virtual or an interface call; the target is not known at compile time"]);
        Rejects("{|MFD0204:((IF)null!).F(a)|}", members: "private interface IF { double F(double u); }", messages: ["Helper 'IF.F' is virtual or an interface call; the target is not known at compile time"]);
        Rejects("{|MFD0204:GetHashCode()|} * a", ["Helper 'GetHashCode' is virtual or an interface call; the target is not known at compile time"]);
        Rejects("{|MFD0204:P|} * a", members: "protected virtual double P => 1;", messages: ["Helper 'P' is virtual or an interface call; the target is not known at compile time"]);
    }

    [Fact]
    public void Mutable_state()
    {
        Rejects("a * {|MFD0207:s_rate|}", members: "private static double s_rate = 1;", messages: ["'s_rate' reads mutable state; pass it as a hyper-parameter property"]);
        Rejects("a * {|MFD0207:Rate|}", members: "private static double Rate { get; set; }", messages: ["'Rate' reads mutable state; pass it as a hyper-parameter property"]);
        Rejects("a * {|MFD0207:Other.Rate|}", members: "private static class Other { public static double Rate; }", messages: ["'Rate' reads mutable state; pass it as a hyper-parameter property"]);
        Rejects("a * {|MFD0201:DateTime.Now.Hour|}", ["'DateTime.Now.Hour' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0202:Environment.TickCount|}", ["Method 'Environment.TickCount' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula"]);
        Rejects("a * {|MFD0201:s_rate|}", members: "private static readonly double s_rate; static Sample() { s_rate = 1; }", messages: ["'s_rate' is not part of the formula language (a static member without a known value; make it const); see the supported subset"]);
        Rejects("a * {|MFD0201:Other.Lambda|}", members: "private readonly Sample Other = null!;", messages: ["'Other.Lambda' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0201:Name.Length|}", members: "public string Name { get; init; } = \"\";", messages: ["'Name.Length' is not part of the formula language (a member of another object); see the supported subset"]);
        Rejects("a * {|MFD0201:Weight2|}", members: "public float Weight2 { get; init; }", messages: ["'Weight2' is not part of the formula language (a conversion from 'float' to 'double'); see the supported subset"]);
    }

    [Fact]
    public void Mutable_hyper_parameters()
    {
        Rejects("a * Rate", members: "public double {|MFD0111:Rate|} { get; set; }", messages: ["Hyper-parameter 'Rate' must be const, readonly, get-only or init-only"]);
        Rejects("a * _rate", members: "private double {|MFD0111:_rate|} = 1;", messages: ["Hyper-parameter '_rate' must be const, readonly, get-only or init-only"]);
    }

    [Fact]
    public void Loop_bounds()
    {
        Rejects("Sum(1, {|MFD0209:i|}, k => k * a)", ["Loop bound 'i' must be a constant, a hyper-parameter or a vector length"]);
        Rejects("Sum(1, N, k => Sum(1, {|MFD0209:k|}, l => l * a))", ["Loop bound 'k' must be a constant, a hyper-parameter or a vector length"]);
        Rejects("Sum({|MFD0209:i + 1|}, {|MFD0209:2 * i|}, k => k * a)", ["Loop bound 'i + 1' must be a constant, a hyper-parameter or a vector length", "Loop bound '2 * i' must be a constant, a hyper-parameter or a vector length"]);
    }

    internal static string Source(string body, string members) => $$"""
        [Feature]
        public partial class Sample
        {
            public required double Lambda { get; init; }
            public required int N { get; init; }
            [Formula] public double Phi([Weight] double a, [Weight] double b, [Position, Dim("n")] Vec w, [Input, Dim("n")] Vec x, [Input] int i, [Input] bool p)
                {{body}}
            {{members}}
        }
        """;

    internal static void Rejects(string expression, string[] messages, string members = "") =>
        AssertDiagnostics.In(Source("=> " + expression + ";", members), messages);
}
