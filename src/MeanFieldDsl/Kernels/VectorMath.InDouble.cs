namespace MeanFieldDsl.Kernels;

// The functions for doubles, called for each half of a vector of floats and not inlined twice. Rounding their results leaves an error
// of half a unit in the last place of a float.
public static partial class VectorMath
{
    private readonly struct ExpLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Exp(x);
    }

    private readonly struct Expm1Lanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Expm1(x);
    }

    private readonly struct LogLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Log(x);
    }

    private readonly struct Log1pLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Log1p(x);
    }

    private readonly struct SigmoidLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Sigmoid(x);
    }

    private readonly struct SoftplusLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Softplus(x);
    }

    private readonly struct TanhLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Tanh(x);
    }

    private readonly struct SincLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Sinc(x);
    }

    private readonly struct SincPrimeLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.SincPrime(x);
    }

    private readonly struct SinLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Sin(x);
    }

    private readonly struct CosLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Cos(x);
    }

    private readonly struct TanLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Tan(x);
    }

    private readonly struct AtanLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Atan(x);
    }

    private readonly struct SinhLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Sinh(x);
    }

    private readonly struct CoshLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Cosh(x);
    }

    private readonly struct CbrtLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Cbrt(x);
    }

    private readonly struct ErfLanes : ILaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Erf(x);
    }

    // In double precision the product needs no second part.
    private readonly struct PowLanes : IBinaryLaneFunction
    {
        public static TLanes Apply<TLanes>(TLanes x, TLanes y)
            where TLanes : unmanaged, ILanes<TLanes> => VectorCalls.Exp(y * VectorCalls.Log(x));
    }
}
