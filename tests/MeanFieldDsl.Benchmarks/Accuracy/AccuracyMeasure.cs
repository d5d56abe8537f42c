using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>Measures one function in one precision, on two threads.</summary>
internal static class AccuracyMeasure
{
    private const int Block = 4096;
    private const int Threads = 2;

    public static AccuracyFigures Run(Subject subject, Format format, long points)
    {
        Worst[] worst = new Worst[Threads];
        long share = points / Threads;
        _ = Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            long first = thread * share;
            worst[thread] = Part(subject, format, new Points(subject, format, first, points), thread == Threads - 1 ? points - first : share);
        });
        Worst all = worst.MaxBy(static w => w.Error);
        (double X, double Y, double Result)[] special = SpecialValues.Of(subject.Name, format);
        string[] wrong = [.. special.Select(s => (Argument: s, Value: Evaluate(subject, format, s.X, s.Y)))
            .Where(static s => !IsSame(s.Value, s.Argument.Result))
            .Select(s => FormattableString.Invariant($"{subject.Name}({s.Argument.X:R}{(subject.IsBinary ? FormattableString.Invariant($", {s.Argument.Y:R}") : "")}) in {format.Name} is {s.Value:R} and not {s.Argument.Result:R}"))];
        return new(subject.Name, format.Name, points, all.Error, all.X, all.Y, special.Length, wrong);
    }

    /// <summary>The function at one argument.</summary>
    public static double Evaluate(Subject subject, Format format, double x, double y)
    {
        double[] one = new double[Block], other = new double[Block], result = new double[Block];
        Array.Fill(one, x);
        Array.Fill(other, y);
        Evaluate(subject, format, one, other, result);
        return result[0];
    }

    private static Worst Part(Subject subject, Format format, Points points, long count)
    {
        double[] x = new double[Block], y = new double[Block], result = new double[Block];
        Worst worst = default;
        for (long done = 0; done < count; done += Block)
        {
            int some = (int)Math.Min(Block, count - done);
            for (int i = 0; i < some; i++)
            {
                (x[i], y[i]) = points.Next();
            }

            Evaluate(subject, format, x, y, result);
            for (int i = 0; i < some; i++)
            {
                double error = subject.Error(x[i], y[i], result[i], format);
                if (!(error <= worst.Error))
                {
                    worst = new(double.IsNaN(error) ? double.PositiveInfinity : error, x[i], y[i]);
                }
            }
        }

        return worst;
    }

    private static void Evaluate(Subject subject, Format format, double[] x, double[] y, double[] result)
    {
        if (format == Format.Double)
        {
            EvaluateDoubles(subject, x, y, result);
            return;
        }

        float[] singleX = Array.ConvertAll(x, static v => (float)v), singleY = Array.ConvertAll(y, static v => (float)v), single = new float[x.Length];
        EvaluateSingles(subject, singleX, singleY, single);
        for (int i = 0; i < single.Length; i++)
        {
            result[i] = single[i];
        }
    }

    private static void EvaluateDoubles(Subject subject, double[] x, double[] y, double[] result)
    {
        if (Avx512F.IsSupported)
        {
            Evaluate<Lanes8, double>(subject, x, y, result);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            Evaluate<Lanes4, double>(subject, x, y, result);
        }
        else
        {
            Evaluate<Lanes2, double>(subject, x, y, result);
        }
    }

    private static void EvaluateSingles(Subject subject, float[] x, float[] y, float[] result)
    {
        if (Avx512F.IsSupported)
        {
            Evaluate<Singles16, float>(subject, x, y, result);
        }
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
        {
            Evaluate<Singles8, float>(subject, x, y, result);
        }
        else
        {
            Evaluate<Singles4, float>(subject, x, y, result);
        }
    }

    private static void Evaluate<TLanes, TNumber>(Subject subject, TNumber[] x, TNumber[] y, TNumber[] result)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged
    {
        for (int i = 0; i < x.Length; i += TLanes.Count)
        {
            TLanes.Store(subject.Apply(TLanes.Load(in x[i]), TLanes.Load(in y[i])), ref result[i]);
        }
    }

    private static bool IsSame(double a, double b)
        => (double.IsNaN(a) && double.IsNaN(b)) || BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    private readonly record struct Worst(double Error, double X, double Y);
}
