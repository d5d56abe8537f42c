namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>A statement that is not in the language is an error where it stands.</summary>
public class RejectedStatementTests
{
    [Fact]
    public void Statements()
    {
        RejectsBlock("double s = 0; {|MFD0201:for|} (int k = 0; k < 3; k++) { s += a; } return s;", ["'for' is not part of the formula language (a loop; write Ops.Sum, Ops.Prod or Ops.Max); see the supported subset"]);
        RejectsBlock("double s = 0; {|MFD0201:foreach|} (double v in x.AsSpan()) s += v; return s;", ["'foreach' is not part of the formula language (a loop; write Ops.Sum, Ops.Prod or Ops.Max); see the supported subset"]);
        RejectsBlock("{|MFD0201:while|} (p) { } return a;", ["'while' is not part of the formula language (a loop; write Ops.Sum, Ops.Prod or Ops.Max); see the supported subset"]);
        RejectsBlock("{|MFD0201:Console.WriteLine()|}; return a;", ["'Console.WriteLine()' is not part of the formula language (a call whose result is not used); see the supported subset"]);
        RejectsBlock("{|MFD0201:a = 2|}; return a;", ["'a = 2' is not part of the formula language (an assignment to a parameter); see the supported subset"]);
        RejectsBlock("{|MFD0201:throw|} new Exception();", ["'throw' is not part of the formula language (a throw); see the supported subset"]);
        RejectsBlock("{|MFD0201:try|} { return a; } finally { }", ["'try' is not part of the formula language (a try statement); see the supported subset"]);
        RejectsBlock("{|MFD0201:switch|} (i) { case 0: return a; default: return b; }", ["'switch' is not part of the formula language (a switch statement; write if); see the supported subset"]);
        RejectsBlock("var {|MFD0201:t = (a, b)|}; return {|MFD0201:t.Item1|};", ["'t = (a, b)' is not part of the formula language (a local of type '(double a, double b)'); see the supported subset", "'t.Item1' is not part of the formula language (a member of another object); see the supported subset"]);
        RejectsBlock("double[] {|MFD0201:t = [1]|}; return a;", ["'t = [1]' is not part of the formula language (a local of type 'double[]'); see the supported subset"]);
        RejectsBlock("ref double {|MFD0201:r = ref a|}; return r;", ["'r = ref a' is not part of the formula language (a ref local); see the supported subset"]);
        RejectsBlock("{|MFD0201:goto|} end; {|MFD0201:end: return a;|}", ["'goto' is not part of the formula language (a jump); see the supported subset", "'end: return a;' is not part of the formula language (a jump); see the supported subset"]);
        RejectsBlock("{|MFD0201:using|} var s = new System.IO.StringReader(\"\"); return a;", ["'using' is not part of the formula language (using declaration); see the supported subset"]);
        RejectsBlock("float {|MFD0201:f = 1|}; return a;", ["'f = 1' is not part of the formula language (a local of type 'float'); see the supported subset"]);
        RejectsBlock("{|MFD0201:lock|} (this) { return a; }", ["'lock' is not part of the formula language (lock); see the supported subset"]);
    }

    [Fact]
    public void Locals_assigned_twice()
    {
        RejectsBlock("double u = a; {|MFD0205:u = b|}; return u;", ["Local 'u' is assigned more than once; introduce a new local instead"]);
        RejectsBlock("double u = a; {|MFD0205:u += b|}; return u;", ["Local 'u' is assigned more than once; introduce a new local instead"]);
        RejectsBlock("int k = i; {|MFD0205:k++|}; return a * k;", ["Local 'k' is assigned more than once; introduce a new local instead"]);
        RejectsBlock("double u; if (p) u = a; else {|MFD0205:u = b|}; return u;", ["Local 'u' is assigned more than once; introduce a new local instead"]);
        RejectsBlock("double u = a; double F() { {|MFD0201:u = 3|}; return u; } return F();", ["'u = 3' is not part of the formula language (an assignment to a captured local); see the supported subset"]);
    }

    private static void RejectsBlock(string statements, string[] messages) =>
        AssertDiagnostics.In(RejectedExpressionTests.Source("{ " + statements + " }", ""), messages);
}
