using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>A function of <see cref="VectorMath"/>, its reference and where it is looked at closely besides everywhere.</summary>
internal sealed record Subject(string Name, double From, double To, Func<double, double, Exact> Reference)
{
    public static readonly IReadOnlyList<Subject> All =
    [
        Of("Exp", -110, 100, static x => ExactFunctions.Exp(x)),
        Of("Expm1", -3, 3, ExactFunctions.Expm1),
        Of("Log", 0, 4, ExactFunctions.Log),
        Of("Log1p", -1, 3, ExactFunctions.Log1p),
        Of("Sigmoid", -20, 20, ExactFunctions.Sigmoid),
        Of("Complement", -20, 20, static x => ExactFunctions.Sigmoid(-x)),
        Of("Softplus", -20, 20, ExactFunctions.Softplus),
        Of("Tanh", -3, 3, ExactFunctions.Tanh),
        Of("Sin", -100, 100, ExactFunctions.Sin),
        Of("Cos", -100, 100, ExactFunctions.Cos),
        Of("Tan", -100, 100, ExactFunctions.Tan),
        Of("Sinc", -20, 20, ExactFunctions.Sinc),
        Of("SincPrime", -3, 3, ExactFunctions.SincPrime),
        Of("Atan", -5, 5, ExactFunctions.Atan),
        Of("Sinh", -4, 4, ExactFunctions.Sinh),
        Of("Cosh", -4, 4, ExactFunctions.Cosh),
        Of("Cbrt", -8, 8, ExactFunctions.Cbrt),
        Of("Erf", -4, 4, ExactFunctions.Erf),
        Of("NormalCdf", -15, 6, ExactFunctions.NormalCdf),
        new("Pow", 0, 10, ExactFunctions.Pow),
        Of("Sq", -2, 2, ExactFunctions.Sq),
        Of("Sign", -2, 2, ExactFunctions.Sign),
    ];

    /// <summary>Whether there is a second argument.</summary>
    public bool IsBinary => Name == "Pow";

    /// <summary>
    /// The error of <paramref name="computed"/> in units of the last place of the exact value; for the derivative of sin(x)/x beyond
    /// |x| = 2, where it has zeros, in units of the last place of 1/x.
    /// </summary>
    public double Error(double x, double y, double computed, Format format)
    {
        Exact exact = Reference(x, y);
        return Name == "SincPrime" && Math.Abs(x) > 2 ? exact.ErrorInUnits(computed, format, -Math.ILogB(x) - 1) : exact.Error(computed, format);
    }

    /// <summary>The function of <see cref="VectorMath"/>.</summary>
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (Name)
        {
            case "Exp": return VectorCalls.Exp(x);
            case "Expm1": return VectorCalls.Expm1(x);
            case "Log": return VectorCalls.Log(x);
            case "Log1p": return VectorCalls.Log1p(x);
            case "Sigmoid": return VectorCalls.Sigmoid(x);
            case "Complement":
                _ = VectorCalls.Sigmoid(x, out TLanes complement);
                return complement;
            case "Softplus": return VectorCalls.Softplus(x);
            case "Tanh": return VectorCalls.Tanh(x);
            case "Sin": return VectorCalls.Sin(x);
            case "Cos": return VectorCalls.Cos(x);
            case "Tan": return VectorCalls.Tan(x);
            case "Sinc": return VectorCalls.Sinc(x);
            case "SincPrime": return VectorCalls.SincPrime(x);
            case "Atan": return VectorCalls.Atan(x);
            case "Sinh": return VectorCalls.Sinh(x);
            case "Cosh": return VectorCalls.Cosh(x);
            case "Cbrt": return VectorCalls.Cbrt(x);
            case "Erf": return VectorCalls.Erf(x);
            case "NormalCdf": return VectorCalls.NormalCdf(x);
            case "Pow": return VectorCalls.Pow(x, y);
            case "Sq": return VectorMath.Sq(x);
            case "Sign": return VectorMath.Sign(x);
            default: throw new InvalidOperationException(Name);
        }
    }

    private static Subject Of(string name, double from, double to, Func<double, Exact> reference) => new(name, from, to, (x, _) => reference(x));
}
