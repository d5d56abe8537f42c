using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// A function of up to three variables on a box: an interval for its value, for its derivatives and for its second derivatives. Where a function has a kink in the box, its second derivatives are not
/// known, and its derivatives are those of all its pieces; where it may jump, nothing but the value is.
/// </summary>
/// <typeparam name="TCore">The lanes of the bounds.</typeparam>
/// <remarks>Source: Moore, Kearfott and Cloud 2009, Introduction to Interval Analysis, chapter 9 (differentiation arithmetic); Clarke 1983, 2.2 and 2.3, for the derivatives at kinks.</remarks>
internal readonly partial struct Jet<TCore> : IEnclosure<Jet<TCore>>
    where TCore : unmanaged, ILanes<TCore, double>
{
    // Worth the full optimiser at the first call, and too long to inline.
    private const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The largest number of variables.</summary>
    public const int MostVariables = 3;

    public readonly Interval<TCore> Value;
    private readonly Slopes _first;
    private readonly Bends _second;

    private Jet(Interval<TCore> value, in Slopes first, in Bends second)
    {
        Value = value;
        _first = first;
        _second = second;
    }

    public static int Count => TCore.Count;

    public static Jet<TCore> Zero => new(Interval<TCore>.Zero, default, default);

    public static Jet<TCore> One => new(Interval<TCore>.One, default, default);

    /// <summary>The derivative in a variable.</summary>
    public Interval<TCore> Slope(int variable) => _first[variable];

    /// <summary>The second derivative in two variables, the first not after the second.</summary>
    public Interval<TCore> Bend(int first, int second) => _second[Place(first, second)];

    /// <summary>Lanes where all derivatives are bounded.</summary>
    public TCore HasSlopes
    {
        [MethodImpl(Compiled)]
        get
        {
            TCore mask = _first[0].IsBounded;
            for (int k = 1; k < MostVariables; k++)
            {
                mask = TCore.And(mask, _first[k].IsBounded);
            }

            return mask;
        }
    }

    /// <summary>Lanes where all second derivatives are bounded.</summary>
    public TCore HasBends
    {
        [MethodImpl(Compiled)]
        get
        {
            TCore mask = _second[0].IsBounded;
            for (int k = 1; k < Bends.Length; k++)
            {
                mask = TCore.And(mask, _second[k].IsBounded);
            }

            return mask;
        }
    }

    public static Jet<TCore> Broadcast(double value) => new(Interval<TCore>.Broadcast(value), default, default);

    public static Jet<TCore> Load(ref readonly double source) => new(Interval<TCore>.Load(in source), default, default);

    /// <summary>A number of the particle that takes all values between two.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The largest.</param>
    /// <param name="variable">Which variable it is, or a negative number for none.</param>
    public static Jet<TCore> Of(double low, double high, int variable)
    {
        Slopes first = default;
        if (variable >= 0)
        {
            first[variable] = Interval<TCore>.One;
        }

        return new(Interval<TCore>.Of(low, high), first, default);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> operator +(Jet<TCore> a, Jet<TCore> b)
    {
        Slopes first = default;
        for (int k = 0; k < MostVariables; k++)
        {
            first[k] = a._first[k] + b._first[k];
        }

        Bends second = default;
        for (int k = 0; k < Bends.Length; k++)
        {
            second[k] = a._second[k] + b._second[k];
        }

        return new(a.Value + b.Value, first, second);
    }

    public static Jet<TCore> operator -(Jet<TCore> a, Jet<TCore> b) => a + (-b);

    [MethodImpl(Compiled)]
    public static Jet<TCore> operator -(Jet<TCore> a)
    {
        Slopes first = default;
        for (int k = 0; k < MostVariables; k++)
        {
            first[k] = -a._first[k];
        }

        Bends second = default;
        for (int k = 0; k < Bends.Length; k++)
        {
            second[k] = -a._second[k];
        }

        return new(-a.Value, first, second);
    }

    [MethodImpl(Compiled)]
    public static Jet<TCore> operator *(Jet<TCore> a, Jet<TCore> b)
    {
        Slopes first = default;
        Bends second = default;
        for (int k = 0; k < MostVariables; k++)
        {
            first[k] = (a._first[k] * b.Value) + (a.Value * b._first[k]);
            for (int l = k; l < MostVariables; l++)
            {
                int at = Place(k, l);
                Interval<TCore> cross = k == l
                    ? Interval<TCore>.Broadcast(2) * (a._first[k] * b._first[k])
                    : (a._first[k] * b._first[l]) + (a._first[l] * b._first[k]);
                second[at] = (a._second[at] * b.Value) + (a.Value * b._second[at]) + cross;
            }
        }

        return new(a.Value * b.Value, first, second);
    }

    public static Jet<TCore> operator /(Jet<TCore> a, Jet<TCore> b) => a * Power(b, -1);

    public static Jet<TCore> Power(Jet<TCore> a, int n)
    {
        Interval<TCore> factor = Interval<TCore>.Broadcast(n), next = Interval<TCore>.Broadcast((double)n * (n - 1));
        return n switch
        {
            0 => One,
            1 => a,
            _ => a.Through(Interval<TCore>.Power(a.Value, n), factor * Interval<TCore>.Power(a.Value, n - 1), next * Interval<TCore>.Power(a.Value, n - 2)),
        };
    }

    public static Jet<TCore> Max(Jet<TCore> a, Jet<TCore> b) => Join(TCore.LessOrEqual(b.Value.High, a.Value.Low), TCore.LessOrEqual(a.Value.High, b.Value.Low), a, b, Interval<TCore>.Max(a.Value, b.Value), isContinuous: true);

    public static Jet<TCore> Abs(Jet<TCore> x) => Join(TCore.LessOrEqual(TCore.Zero, x.Value.Low), TCore.LessOrEqual(x.Value.High, TCore.Zero), x, -x, Interval<TCore>.Abs(x.Value), isContinuous: true);

    public static Jet<TCore> Sign(Jet<TCore> x) => Select(Less(Zero, x), One, Select(Less(x, Zero), -One, Zero));

    public static Jet<TCore> Less(Jet<TCore> a, Jet<TCore> b) => new(Interval<TCore>.Less(a.Value, b.Value), default, default);

    public static Jet<TCore> LessOrEqual(Jet<TCore> a, Jet<TCore> b) => new(Interval<TCore>.LessOrEqual(a.Value, b.Value), default, default);

    public static Jet<TCore> Equal(Jet<TCore> a, Jet<TCore> b) => new(Interval<TCore>.Equal(a.Value, b.Value), default, default);

    public static Jet<TCore> Select(Jet<TCore> mask, Jet<TCore> a, Jet<TCore> b) =>
        Join(mask.Value.IsSure, mask.Value.IsRefuted, a, b, Interval<TCore>.Hull(a.Value, b.Value), isContinuous: false);

    // One of two functions, or in some lanes either.
    [MethodImpl(Compiled)]
    private static Jet<TCore> Join(TCore isFirst, TCore isSecond, Jet<TCore> a, Jet<TCore> b, Interval<TCore> value, bool isContinuous)
    {
        Slopes first = default;
        for (int k = 0; k < MostVariables; k++)
        {
            Interval<TCore> either = isContinuous ? Interval<TCore>.Hull(a._first[k], b._first[k]) : Interval<TCore>.All;
            first[k] = Interval<TCore>.Choose(isFirst, a._first[k], Interval<TCore>.Choose(isSecond, b._first[k], either));
        }

        Bends second = default;
        for (int k = 0; k < Bends.Length; k++)
        {
            second[k] = Interval<TCore>.Choose(isFirst, a._second[k], Interval<TCore>.Choose(isSecond, b._second[k], Interval<TCore>.All));
        }

        return new(Interval<TCore>.Choose(isFirst, a.Value, Interval<TCore>.Choose(isSecond, b.Value, value)), first, second);
    }

    // f of this function, from f and its first two derivatives at the value.
    [MethodImpl(Compiled)]
    private Jet<TCore> Through(Interval<TCore> value, Interval<TCore> slope, Interval<TCore> bend)
    {
        Slopes first = default;
        Bends second = default;
        for (int k = 0; k < MostVariables; k++)
        {
            first[k] = slope * _first[k];
            for (int l = k; l < MostVariables; l++)
            {
                int at = Place(k, l);
                Interval<TCore> square = k == l ? Interval<TCore>.Power(_first[k], 2) : _first[k] * _first[l];
                second[at] = (slope * _second[at]) + (bend * square);
            }
        }

        return new(value, first, second);
    }

    private static int Place(int k, int l) => (k * (5 - k) / 2) + l;

    [InlineArray(MostVariables)]
    private struct Slopes
    {
        private Interval<TCore> _element;
    }

    [InlineArray(Length)]
    private struct Bends
    {
        public const int Length = 6;

        private Interval<TCore> _element;
    }
}
