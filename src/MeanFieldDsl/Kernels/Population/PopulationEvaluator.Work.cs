using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow>
{
    // The rows of a panel.
    private const int Amplitudes = 0;
    private const int Squares = 1;
    private const int OverParticles = 2;
    private const int OverTeacher = 3;
    private const int Along = 4;
    private const int RowCount = 5;

    private ref double Row(int panel, int row, int lane = 0) => ref Unsafe.Add(ref _rows.First, ((((nint)panel * RowCount) + row) * _width) + lane);

    private ref double PanelDirections(int panel) => ref Unsafe.Add(ref _directions.First, (nint)panel * _part.Length * _width);

    private ref double Factors(int panel, int worker) => ref Unsafe.Add(ref _factors.First, (nint)(_isKept ? panel : worker) * Sources * _width);

    // The particles of a panel, zeros behind them.
    private (int First, int Count) Panel(int panel) => (panel * _width, Math.Min(_width, ParticleCount - (panel * _width)));

    // The expectations of all pairs of a panel: sums for the objective, and the factors of the gradient.
    private void Forward(int panel, int worker)
    {
        ref double factors = ref Factors(panel, worker);
        for (int row = OverParticles; row < RowCount; row++)
        {
            _rows.Span.Slice(((panel * RowCount) + row) * _width, _width).Clear();
        }

        Forward(panel, worker, _own, OverParticles, ref factors);
        Forward(panel, worker, _teacher, OverTeacher, ref Unsafe.Add(ref factors, (nint)_own.Padded * _width));
    }

    private void Forward(int panel, int worker, Directions<TRow> sources, int sums, ref double factors)
    {
        ref double forms = ref Unsafe.Add(ref _forms.First, (nint)worker * Tiles.Rows * _width);
        for (int first = 0; first < sources.Padded; first += Tiles.Rows)
        {
            Tiles.Forward<TRow, double>(ref sources.Forward(first), ref PanelDirections(panel), _part.Length, ref forms, isFirst: true);
            Expect(
                _expectation,
                ref forms,
                ref Row(panel, Squares),
                ref sources.Squares(first),
                ref sources.CoefficientsFrom(first),
                ref Row(panel, sums),
                ref Row(panel, Along),
                ref Unsafe.Add(ref factors, (nint)first * _width));
        }
    }

    // Eight directions with a panel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Expect(TExpectation expectation, ref double forms, ref double own, ref double others, ref double coefficients, ref double values, ref double alongs, ref double factors)
    {
        nint width = Tiles.Width<TRow>();
        for (nint lane = 0; lane < width; lane += TRow.Count)
        {
            TRow square = TRow.Load(ref Unsafe.Add(ref own, lane));
            TRow sum = TRow.Load(ref Unsafe.Add(ref values, lane)), alongSum = TRow.Load(ref Unsafe.Add(ref alongs, lane));
            for (nint r = 0; r < Tiles.Rows; r++)
            {
                nint at = (r * width) + lane;
                expectation.Pair(TRow.Load(ref Unsafe.Add(ref forms, at)), square, TRow.Repeat(ref Unsafe.Add(ref others, r)), out TRow value, out TRow along, out TRow factor);
                TRow coefficient = TRow.Repeat(ref Unsafe.Add(ref coefficients, r));
                sum = TRow.MultiplyAdd(coefficient, value, sum);
                alongSum = TRow.MultiplyAdd(coefficient, along, alongSum);
                TRow.Store(coefficient * factor, ref Unsafe.Add(ref factors, at));
            }

            TRow.Store(sum, ref Unsafe.Add(ref values, lane));
            TRow.Store(alongSum, ref Unsafe.Add(ref alongs, lane));
        }
    }

    // Σ_j c_j ∂K/∂u for a panel, times 2 c g.
    private ref double Backward(int panel, int worker)
    {
        int length = _part.Length;
        Span<double> span = _gradients.Span.Slice(worker * length * _width, length * _width);
        span.Clear();
        ref double gradients = ref span[0];
        ref double factors = ref Factors(panel, worker);
        ref double ofTeacher = ref Unsafe.Add(ref factors, (nint)_own.Padded * _width);
        for (int column = 0; column < length; column += Directions<TRow>.Columns)
        {
            int columns = Math.Min(Directions<TRow>.Columns, length - column);
            ref double target = ref Unsafe.Add(ref gradients, (nint)column * _width);
            Tiles.Backward<TRow, double>(ref _own.Backward(column), ref factors, _own.Padded, ref target, columns);
            Tiles.Backward<TRow, double>(ref _teacher.Backward(column), ref ofTeacher, _teacher.Padded, ref target, columns);
        }

        Turn(panel, ref gradients);
        return ref gradients;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Turn(int panel, ref double gradients)
    {
        ref double directions = ref PanelDirections(panel);
        nint width = _width;
        for (nint lane = 0; lane < width; lane += TRow.Count)
        {
            TRow along = TRow.Load(ref Row(panel, Along, (int)lane)) * _expectation.Scale(TRow.Load(ref Row(panel, Squares, (int)lane)));
            TRow worth = TRow.Broadcast(2 * _worth) * TRow.Load(ref Row(panel, Amplitudes, (int)lane));
            for (nint k = lane; k < width * _part.Length; k += width)
            {
                TRow gradient = TRow.MultiplyAdd(along, TRow.Load(ref Unsafe.Add(ref directions, k)), TRow.Load(ref Unsafe.Add(ref gradients, k)));
                TRow.Store(worth * gradient, ref Unsafe.Add(ref gradients, k));
            }
        }
    }

    // Directions, amplitudes and squared norms.
    private sealed class LoadWork(PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int first, int count) = owner.Panel(chunk);
            int dimension = owner.Layout.Dimension, width = owner._width, length = owner._part.Length;
            ReadOnlySpan<double> particles = Particles((nint)first * dimension, count * dimension);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> theta = particles.Slice(i * dimension, dimension);
                double amplitude = owner._kernel.Value(theta);
                owner.Row(chunk, Amplitudes, i) = amplitude;
                owner._own.Set(first + i, theta.Slice(owner._part.Offset, length), amplitude / owner.ParticleCount);
            }

            ref double directions = ref owner.PanelDirections(chunk);
            Transposition.Copy(ref Unsafe.Add(ref Unsafe.AsRef(in particles[0]), owner._part.Offset), dimension, ref directions, width, count, length);
            for (int lane = 0; lane < width; lane += TRow.Count)
            {
                TRow sum = TRow.Zero;
                for (nint k = 0; k < length; k++)
                {
                    TRow number = TRow.Load(ref Unsafe.Add(ref directions, (k * width) + lane));
                    sum = TRow.MultiplyAdd(number, number, sum);
                }

                TRow.Store(sum, ref owner.Row(chunk, Squares, lane));
            }
        }
    }

    private sealed class SquareWork(PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker) => owner._own.Square(chunk * Tiles.Rows);
    }

    private sealed class ForwardWork(PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker) => owner.Forward(chunk, worker);
    }

    private sealed class DescendWork(PopulationEvaluator<TExpectation, TKernel, TRegularizer, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            if (!owner._isKept)
            {
                owner.Forward(chunk, worker);
            }

            ref double gradients = ref owner.Backward(chunk, worker);
            (int first, int count) = owner.Panel(chunk);
            int dimension = owner.Layout.Dimension, length = owner._part.Length;
            nint at = (nint)first * dimension;
            ReadOnlySpan<double> particles = Particles(at, count * dimension);
            Span<double> velocity = Velocities(at, count * dimension), moved = Moved(at, count * dimension);
            velocity.Clear();
            for (int i = 0; i < count; i++)
            {
                Span<double> one = velocity.Slice(i * dimension, dimension);
                owner._kernel.AccumulateGradient(particles.Slice(i * dimension, dimension), one);
                double sum = 2 * owner._worth * (owner.Row(chunk, OverParticles, i) + owner.Row(chunk, OverTeacher, i));
                foreach (ref double number in one)
                {
                    number *= sum;
                }
            }

            Transposition.Add(ref gradients, owner._width, ref velocity[owner._part.Offset], dimension, length, count);
            owner.FinishAll(first, particles, velocity, Step, moved);
        }
    }
}
