using static MeanFieldDsl.Generators.Formulas.ReferenceMath;

namespace MeanFieldDsl.Generators.Formulas;

internal static partial class OperationTable
{
    private static IEnumerable<Operation> Elementary()
    {
        yield return new(Op.Abs, "absolute value", 1)
        {
            Value = static (a, _, _) => Math.Abs(a),
            Partials = [static (f, _, a, _, _) => f.Apply(Op.Sign, a)],
            Slopes = [static (a, _, _, _) => double.IsNaN(a) ? a : Math.Sign(a)],
            Scalar = "Math.Abs({0})",
            Lanes = "TLanes.Abs({0})",
            Print = "|{0}|",
            Spelling = "Math.Abs(a)",
            Derivative = "sign(a)",
            Kinks = "at a = 0: 0",
            Degree = DegreeRule.Keep,
        };
        yield return new(Op.Sign, "sign", 1)
        {
            Value = static (a, _, _) => double.IsNaN(a) ? a : Math.Sign(a),
            Partials = [null],
            Slopes = [null],
            Scalar = "({0} > 0 ? 1.0 : {0} < 0 ? -1.0 : 0 * {0})",
            Lanes = "VectorMath.Sign({0})",
            Print = "sign({0})",
            Spelling = "Math.Sign(a)",
            Derivative = "0",
            Kinks = "jumps at a = 0",
            Degree = DegreeRule.Sign,
        };
        yield return new(Op.Min, "minimum", 2)
        {
            Value = static (a, b, _) => Math.Min(a, b),
            Partials =
            [
                static (f, _, a, b, _) => f.Select(f.Apply(Op.Less, a, b), f.Constant(1), f.Constant(0)),
                static (f, _, a, b, _) => f.Select(f.Apply(Op.Less, a, b), f.Constant(0), f.Constant(1)),
            ],
            Slopes = [static (a, b, _, _) => a < b ? 1 : 0, static (a, b, _, _) => a < b ? 0 : 1],
            Scalar = "Math.Min({0}, {1})",
            Lanes = "TLanes.Min({0}, {1})",
            Print = "min({0}, {1})",
            Spelling = "Math.Min(a, b)",
            Derivative = "1 for the smaller argument",
            Kinks = "at a = b: that of the second, or of a constant argument",
            Degree = DegreeRule.Equal,
        };
        yield return new(Op.Max, "maximum of two", 2)
        {
            Value = static (a, b, _) => Math.Max(a, b),
            Partials =
            [
                static (f, _, a, b, _) => f.Select(f.Apply(Op.Less, b, a), f.Constant(1), f.Constant(0)),
                static (f, _, a, b, _) => f.Select(f.Apply(Op.Less, b, a), f.Constant(0), f.Constant(1)),
            ],
            Slopes = [static (a, b, _, _) => a > b ? 1 : 0, static (a, b, _, _) => a > b ? 0 : 1],
            Scalar = "Math.Max({0}, {1})",
            Lanes = "TLanes.Max({0}, {1})",
            Print = "max({0}, {1})",
            Spelling = "Math.Max(a, b), Ops.Relu(a), Math.Clamp(a, low, high)",
            Derivative = "1 for the larger argument",
            Kinks = "at a = b: that of the second, or of a constant argument, so relu'(0) = 0",
            Degree = DegreeRule.Equal,
        };
        yield return new(Op.Sqrt, "square root", 1)
        {
            Value = static (a, _, _) => Math.Sqrt(a),
            Partials = [static (f, self, _, _, _) => f.Divide(f.Constant(0.5), self)],
            Slopes = [static (a, _, _, _) => 0.5 / Math.Sqrt(a)],
            UnboundedPartial = true,
            Domain = "a ≥ 0",
            TestRange = (0.05, 9),
            Scalar = "Math.Sqrt({0})",
            Lanes = "TLanes.Sqrt({0})",
            Print = "sqrt({0})",
            Spelling = "Math.Sqrt(a)",
            Derivative = "1/(2√a)",
            Degree = DegreeRule.Half,
        };
        yield return new(Op.NormRoot, "root of a squared norm", 1)
        {
            Value = static (a, _, _) => Math.Sqrt(a),
            Partials = [static (f, self, _, _, _) => f.Select(f.Apply(Op.Equal, self, f.Constant(0)), f.Constant(0), f.Divide(f.Constant(0.5), self))],
            Slopes = [static (a, _, _, _) => a == 0 ? 0 : 0.5 / Math.Sqrt(a)],
            TestRange = (0.05, 9),
            Scalar = "Math.Sqrt({0})",
            Lanes = "TLanes.Sqrt({0})",
            Print = "sqrt({0})",
            Spelling = "Ops.Norm(w)",
            Derivative = "w/‖w‖",
            Kinks = "at w = 0: 0",
            Degree = DegreeRule.Half,
        };
        yield return Smooth(Op.Cbrt, "cube root", Cbrt, "Math.Cbrt", "1/(3 a^(2/3))", DegreeRule.Third,
            static (f, self, _, _, _) => f.Divide(f.Constant(1.0 / 3), f.Multiply(self, self)),
            static (_, _, _, self) => 1 / (3 * self * self)) with
        { UnboundedPartial = true, Domain = "a ≠ 0 for the derivative", TestRange = (0.1, 8) };
        yield return Smooth(Op.Exp, "exponential", Math.Exp, "Math.Exp", "e^a", DegreeRule.Invariant,
            static (_, self, _, _, _) => self, static (a, _, _, _) => Math.Exp(a)) with
        { UnboundedPartial = true };
        yield return Smooth(Op.Log, "natural logarithm", Math.Log, "Math.Log", "1/a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Divide(f.Constant(1), a), static (a, _, _, _) => 1 / a) with
        { UnboundedPartial = true, Domain = "a > 0", TestRange = (0.1, 9) };
        yield return Smooth(Op.Log1p, "log(1 + a)", Log1p, "Ops.Log1p", "1/(1 + a)", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Divide(f.Constant(1), f.Add(f.Constant(1), a)), static (a, _, _, _) => 1 / (1 + a)) with
        { UnboundedPartial = true, Domain = "a > −1", TestRange = (-0.8, 9) };
        yield return Smooth(Op.Expm1, "e^a − 1", Expm1, "Ops.Expm1", "e^a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.Exp, a), static (a, _, _, _) => Math.Exp(a)) with
        { UnboundedPartial = true };
        yield return new(Op.Pow, "power", 2)
        {
            Value = static (a, b, _) => Math.Pow(a, b),
            Partials =
            [
                static (f, _, a, b, _) => f.Multiply(b, f.Apply(Op.Pow, a, f.Subtract(b, f.Constant(1)))),
                static (f, self, a, _, _) => f.Select(f.Apply(Op.Equal, self, f.Constant(0)), f.Constant(0), f.Multiply(self, f.Apply(Op.Log, a))),
            ],
            Slopes = [static (a, b, _, _) => b * Math.Pow(a, b - 1), static (a, b, _, self) => self == 0 ? 0 : self * Math.Log(a)],
            UnboundedPartial = true,
            Domain = "a > 0, or an integer b (and a ≠ 0 where b < 0)",
            TestRange = (0.2, 3),
            Scalar = "ScalarMath.Pow({0}, {1})",
            Lanes = "VectorMath.Pow({0}, {1})",
            Print = "{0}^{1}",
            Spelling = "Math.Pow(a, b)",
            Derivative = "b a^(b−1), a^b log a",
            Degree = DegreeRule.Power,
        };
        yield return Smooth(Op.Sin, "sine", Math.Sin, "Math.Sin", "cos a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.Cos, a), static (a, _, _, _) => Math.Cos(a));
        yield return Smooth(Op.Cos, "cosine", Math.Cos, "Math.Cos", "−sin a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Negate(f.Apply(Op.Sin, a)), static (a, _, _, _) => -Math.Sin(a));
        yield return Smooth(Op.Tan, "tangent", Math.Tan, "Math.Tan", "1 + tan² a", DegreeRule.Invariant,
            static (f, self, _, _, _) => f.Add(f.Constant(1), f.Multiply(self, self)), static (a, _, _, _) => 1 / (Math.Cos(a) * Math.Cos(a))) with
        { UnboundedPartial = true, Domain = "cos a ≠ 0", TestRange = (-1.2, 1.2) };
        yield return Smooth(Op.Atan, "arc tangent", Math.Atan, "Math.Atan", "1/(1 + a²)", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Divide(f.Constant(1), f.Add(f.Constant(1), f.Multiply(a, a))), static (a, _, _, _) => 1 / (1 + (a * a)));
        yield return Smooth(Op.Sinh, "hyperbolic sine", Math.Sinh, "Math.Sinh", "cosh a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.Cosh, a), static (a, _, _, _) => Math.Cosh(a)) with
        { UnboundedPartial = true };
        yield return Smooth(Op.Cosh, "hyperbolic cosine", Math.Cosh, "Math.Cosh", "sinh a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.Sinh, a), static (a, _, _, _) => Math.Sinh(a)) with
        { UnboundedPartial = true };
        yield return Smooth(Op.Tanh, "hyperbolic tangent", Math.Tanh, "Math.Tanh", "1 − tanh² a", DegreeRule.Invariant,
            static (f, self, _, _, _) => f.Multiply(f.Subtract(f.Constant(1), self), f.Add(f.Constant(1), self)),
            static (_, _, _, self) => 1 - (self * self));
        yield return Smooth(Op.Sigmoid, "logistic sigmoid 1/(1 + e^−a)", Sigmoid, "Ops.Sigmoid", "σ(a) σ(−a)", DegreeRule.Invariant,
            static (f, self, a, _, _) => f.Multiply(self, f.Apply(Op.Sigmoid, f.Negate(a))), static (a, _, _, _) => Sigmoid(a) * Sigmoid(-a));
        yield return Smooth(Op.Softplus, "softplus log(1 + e^a)", Softplus, "Ops.Softplus", "σ(a)", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.Sigmoid, a), static (a, _, _, _) => Sigmoid(a));
        yield return Smooth(Op.Erf, "error function", Erf, "Ops.Erf", "2/√π e^(−a²)", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Multiply(f.Constant(TwoOverRootPi), f.Apply(Op.Exp, f.Negate(f.Multiply(a, a)))),
            static (a, _, _, _) => TwoOverRootPi * Math.Exp(-a * a));
        yield return Smooth(Op.NormalCdf, "standard normal distribution function Φ", NormalCdf, "Ops.NormalCdf", "e^(−a²/2)/√(2π)", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Multiply(f.Constant(InverseRootTwoPi), f.Apply(Op.Exp, f.Multiply(f.Constant(-0.5), f.Multiply(a, a)))),
            static (a, _, _, _) => InverseRootTwoPi * Math.Exp(-0.5 * a * a)) with
        { Spelling = "Ops.NormalCdf(a), Ops.Gelu(a) = a Φ(a)" };
        yield return Smooth(Op.Sinc, "sin(a)/a, 1 at 0", Sinc, "Ops.Sinc", "(cos a − sinc a)/a", DegreeRule.Invariant,
            static (f, _, a, _, _) => f.Apply(Op.SincPrime, a), static (a, _, _, _) => SincPrime(a));
        yield return Smooth(Op.SincPrime, "derivative of sinc", SincPrime, "", "−sinc a − 2 sinc'(a)/a", DegreeRule.Invariant,
            static (f, self, a, _, _) => f.Select(
                f.Apply(Op.Equal, a, f.Constant(0)),
                f.Constant(-1.0 / 3),
                f.Subtract(f.Negate(f.Apply(Op.Sinc, a)), f.Divide(f.Multiply(f.Constant(2), self), a))),
            static (a, _, _, _) => a == 0 ? -1.0 / 3 : -Sinc(a) - (2 * SincPrime(a) / a)) with
        { Spelling = "" };
    }

    private static Operation Smooth(
        Op op, string name, Func<double, double> value, string spelling, string derivative, DegreeRule degree, PartialRule partial, SlopeRule slope) => new(op, name, 1)
        {
            Value = (a, _, _) => value(a),
            Partials = [partial],
            Slopes = [slope],
            Scalar = "ScalarMath." + op + "({0})",
            Lanes = "VectorMath." + op + "({0})",
            Print = char.ToLowerInvariant(op.ToString()[0]) + op.ToString().Substring(1) + "({0})",
            Spelling = spelling + "(a)",
            Derivative = derivative,
            Degree = degree,
        };
}
