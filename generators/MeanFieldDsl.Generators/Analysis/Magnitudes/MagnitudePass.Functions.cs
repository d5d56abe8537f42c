using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis.Magnitudes;

/// <summary>Powers, elementary functions and loops.</summary>
internal sealed partial class MagnitudePass
{
    // What a logarithm grows slower than.
    private const double Slow = 0.01;

    private static Magnitude Power(Magnitude a, Magnitude b, Interval range)
    {
        if (b.Varies || !(a.IsNonNegative || (b.Range.IsPoint && b.Range.Low == Math.Floor(b.Range.Low))))
        {
            return Unknown(range);
        }

        Interval p = b.Range;
        if (p.IsPoint)
        {
            double power = p.Low;
            return power >= 0
                ? Magnitude.Of(range, a.Upper.Select(r => r.Power(power)), a.Lower.Select(r => r.Power(power)), isAway: a.IsAway)
                : Magnitude.Of(range, a.Inverse(-power), a.IsBounded ? Magnitude.Constant : [], isAway: a.IsBounded);
        }

        bool bounded = (p.IsNonNegative && a.IsBounded) || (p.IsNonPositive && a.IsAway) || (a.IsBounded && a.IsAway);
        return Magnitude.Of(range, bounded ? Magnitude.Constant : [], [], isAway: (p.IsNonNegative && a.IsAway) || (p.IsNonPositive && a.IsBounded));
    }

    private Magnitude Function(int index, Node node, Magnitude a, Interval range)
    {
        Rate plus = a.Above ? Rate.One : Rate.Of([new(_sizes.Side(node.A, true), 1)]);
        Rate minus = a.Below ? Rate.One : Rate.Of([new(_sizes.Side(node.A, false), 1)]);
        Rate Endless(Rate rate) => rate.Power(double.PositiveInfinity);
        Rate decay = a.Above ? a.Decay() : Rate.One;
        switch (node.Op)
        {
            case Op.Abs:
                return Magnitude.Of(range, a.Upper, a.Lower, isAway: a.IsAway);
            case Op.Exp:
                return Magnitude.Of(range, [a.Above ? decay : Endless(plus).Times(minus.Vanishing())], [Endless(plus)], isAway: a.Below);
            case Op.Expm1:
                return Magnitude.Of(range, [Endless(plus)], [Endless(plus)], isAway: a.IsAway && a.IsNonNegative);
            case Op.Sinh or Op.Cosh:
                Rate both = Endless(plus.Times(minus));
                return Magnitude.Of(range, [both], a.Lower.Select(r => Endless(r)).Append(both), isAway: node.Op == Op.Cosh || a.IsAway);
            case Op.Sigmoid or Op.NormalCdf:
                return Magnitude.Of(range, [a.Above ? decay : minus.Vanishing()], [], isAway: a.Below);
            case Op.Softplus:
                return Magnitude.Of(range, [a.Above ? decay : plus.Times(minus.Vanishing())], [plus], isAway: a.Below);
            case Op.Tanh or Op.Atan or Op.Erf:
                return Magnitude.Of(range, Magnitude.Constant, [], true, true, a.IsAway);
            case Op.Sin or Op.Cos or Op.Sign:
                return Magnitude.Of(range, Magnitude.Constant, []);
            case Op.Sinc or Op.SincPrime:
                return Magnitude.Of(range, a.Lower.Select(r => r.Power(-1)).Append(Rate.One), []);
            case Op.Sqrt or Op.NormRoot:
                return Magnitude.Of(range, a.Upper.Select(r => r.Power(0.5)), a.Lower.Select(r => r.Power(0.5)), isAway: a.IsAway);
            case Op.Cbrt:
                return Magnitude.Of(range, a.Upper.Select(r => r.Power(1.0 / 3)), a.Lower.Select(r => r.Power(1.0 / 3)), a.Below, a.Above, a.IsAway);
            case Op.Log when a.IsAway && a.IsNonNegative:
            case Op.Log1p when a.Range.Low > -1:
                return Magnitude.Of(range, [plus.Power(Slow)], [], true, a.Above);
            default:
                return Unknown(range);
        }
    }

    private Magnitude Reduction(Node node)
    {
        Magnitude body = _known[node.A];
        if (node.B >= 0 && (_known[node.B].Varies || _known[node.C].Varies))
        {
            return Unknown(Interval.All);
        }

        Interval r = body.Range;
        Interval range = node.Op switch
        {
            Op.SumOver => new(r.IsNonNegative ? 0 : double.NegativeInfinity, r.IsNonPositive ? 0 : double.PositiveInfinity),
            Op.ProductOver => r.IsNonNegative ? Interval.NonNegative with { ExcludesZero = r.IsPositive } : Interval.All,
            _ => r,
        };
        if (!body.Varies)
        {
            return Magnitude.Fixed(range);
        }

        // A vector has elements; a range may be empty.
        bool isVector = node.LoopParameter >= 0;
        int label = node.Label;
        if (node.Op == Op.ProductOver)
        {
            IEnumerable<Rate> product = body.Upper.Where(u => u.IsBounded).Select(u => isVector ? _sizes.CloseProduct(u, label) : Rate.One).OfType<Rate>();
            return Magnitude.Of(range, product, [], isAway: body.IsAway && body.IsNonNegative);
        }

        bool oneSided = body.Below || body.Above;
        IEnumerable<Rate> lower = isVector && (node.Op == Op.SumOver ? oneSided : body.Below) ? body.Lower.Select(l => _sizes.CloseLower(l, label)) : [];
        return Magnitude.Of(
            range,
            body.Upper.Select(u => _sizes.CloseUpper(u, label)).OfType<Rate>(),
            lower,
            body.Below,
            body.Above,
            isVector && body.IsAway && (body.IsNonNegative || (node.Op == Op.SumOver && body.IsNonPositive)));
    }

    // The derivative of a product as the table has it: the product of all factors, divided by this one where none is 0.
    private Magnitude? IsProductOfOthers(Node node)
    {
        Node product = _nodes[node.A];
        if (product.Op != Op.ProductOver || _nodes[product.A] is not { Op: Op.Select } guarded
            || _nodes[guarded.A].Op != Op.Equal || _nodes[guarded.B] is not { Op: Op.Constant, Value: 1 } || !_sizes.AreSameElement(guarded.C, node.B))
        {
            return null;
        }

        Magnitude factor = _known[guarded.C];
        return Magnitude.Of(Interval.All, factor.IsBounded ? Magnitude.Constant : [], []);
    }
}
