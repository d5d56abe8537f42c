namespace MeanFieldDsl.Generators.Formulas;

// How the operations look in LaTeX; those not listed print as \operatorname{name}(…).
internal static partial class OperationTable
{
    /// <summary>The LaTeX form of an operation, with «0», «1» and «2» for the arguments, which braces would clash with.</summary>
    public static string Latex(Op op) => op switch
    {
        Op.Add => "«0» + «1»",
        Op.Subtract => "«0» - «1»",
        Op.Multiply or Op.GuardedMultiply => "«0» \\, «1»",
        Op.Divide => "\\frac{«0»}{«1»}",
        Op.Negate => "-«0»",
        Op.FusedMultiplyAdd => "«0» \\, «1» + «2»",
        Op.Abs => "\\left|«0»\\right|",
        Op.Sign => "\\operatorname{sign}\\left(«0»\\right)",
        Op.Min => "\\min\\left(«0», «1»\\right)",
        Op.Max => "\\max\\left(«0», «1»\\right)",
        Op.Sqrt or Op.NormRoot => "\\sqrt{«0»}",
        Op.Cbrt => "\\sqrt[3]{«0»}",
        Op.Exp => "e^{«0»}",
        Op.Log => "\\log\\left(«0»\\right)",
        Op.Log1p => "\\log\\left(1 + «0»\\right)",
        Op.Expm1 => "\\left(e^{«0»} - 1\\right)",
        Op.Pow => "{«0»}^{«1»}",
        Op.Sin => "\\sin\\left(«0»\\right)",
        Op.Cos => "\\cos\\left(«0»\\right)",
        Op.Tan => "\\tan\\left(«0»\\right)",
        Op.Atan => "\\arctan\\left(«0»\\right)",
        Op.Sinh => "\\sinh\\left(«0»\\right)",
        Op.Cosh => "\\cosh\\left(«0»\\right)",
        Op.Tanh => "\\tanh\\left(«0»\\right)",
        Op.Sigmoid => "\\sigma\\left(«0»\\right)",
        Op.NormalCdf => "\\Phi\\left(«0»\\right)",
        Op.SincPrime => "\\operatorname{sinc}'\\left(«0»\\right)",
        Op.Less => "«0» < «1»",
        Op.LessOrEqual => "«0» \\le «1»",
        Op.Equal => "«0» = «1»",
        Op.And => "«0» \\wedge «1»",
        Op.Or => "«0» \\vee «1»",
        Op.Not => "\\neg «0»",
        Op.Select => "\\begin{cases} «1» & «0» \\\\ «2» & \\text{otherwise} \\end{cases}",
        _ => "\\operatorname{" + char.ToLowerInvariant(op.ToString()[0]) + op.ToString().Substring(1) + "}\\left(«0»\\right)",
    };
}
