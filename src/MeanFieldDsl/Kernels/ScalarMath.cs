using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The functions of <see cref="VectorMath"/> of one number, for generated code: regularizers, and what a feature computes once for a particle.
/// They have the same bits on every machine, where <see cref="Math"/> has those of its C library.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarMath
{
    /// <inheritdoc cref="VectorMath.Exp{TLanes}(TLanes)"/>
    public static double Exp(double x) => VectorCalls.Exp(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Expm1{TLanes}(TLanes)"/>
    public static double Expm1(double x) => VectorCalls.Expm1(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Log{TLanes}(TLanes)"/>
    public static double Log(double x) => VectorCalls.Log(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Log1p{TLanes}(TLanes)"/>
    public static double Log1p(double x) => VectorCalls.Log1p(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Sigmoid{TLanes}(TLanes)"/>
    public static double Sigmoid(double x) => VectorCalls.Sigmoid(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Softplus{TLanes}(TLanes)"/>
    public static double Softplus(double x) => VectorCalls.Softplus(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Tanh{TLanes}(TLanes)"/>
    public static double Tanh(double x) => VectorCalls.Tanh(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Sinc{TLanes}(TLanes)"/>
    public static double Sinc(double x) => VectorCalls.Sinc(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.SincPrime{TLanes}(TLanes)"/>
    public static double SincPrime(double x) => VectorCalls.SincPrime(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Erf{TLanes}(TLanes)"/>
    public static double Erf(double x) => VectorCalls.Erf(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.NormalCdf{TLanes}(TLanes)"/>
    public static double NormalCdf(double x) => VectorCalls.NormalCdf(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Sinh{TLanes}(TLanes)"/>
    public static double Sinh(double x) => VectorCalls.Sinh(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Cosh{TLanes}(TLanes)"/>
    public static double Cosh(double x) => VectorCalls.Cosh(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Cbrt{TLanes}(TLanes)"/>
    public static double Cbrt(double x) => VectorCalls.Cbrt(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Sin{TLanes}(TLanes)"/>
    public static double Sin(double x) => VectorCalls.Sin(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Cos{TLanes}(TLanes)"/>
    public static double Cos(double x) => VectorCalls.Cos(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Tan{TLanes}(TLanes)"/>
    public static double Tan(double x) => VectorCalls.Tan(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Atan{TLanes}(TLanes)"/>
    public static double Atan(double x) => VectorCalls.Atan(new Lanes1(x)).Value;

    /// <inheritdoc cref="VectorMath.Pow{TLanes}(TLanes, TLanes)"/>
    public static double Pow(double x, double y) => VectorCalls.Pow(new Lanes1(x), new Lanes1(y)).Value;
}
