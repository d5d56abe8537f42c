using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>A number with a first-order bound on its rounding error, in units of machine epsilon.</summary>
internal readonly record struct Bounded(double Value, double Condition);

/// <summary>What a model computes.</summary>
/// <param name="Feature">φ.</param>
/// <param name="Regularizer">V, or null.</param>
/// <param name="Loss">0 for ½(f − y)², 1 for the logistic loss, 2 for √(1 + (f − y)²).</param>
/// <param name="HasRidge">Whether V is 0.05 ‖θ‖².</param>
internal sealed record ModelFormulas(Formula Feature, Formula? Regularizer, int Loss, bool HasRidge);

/// <summary>
/// The objective and its gradient as plain double loops over the interpreter, with error bounds carried along: what
/// compiled models are held to.
/// </summary>
internal sealed class ReferenceModel
{
    private readonly ModelFormulas _model;
    private readonly Interpreter _feature;
    private readonly Interpreter? _regularizer;
    private readonly double[] _hypers;
    private readonly double[][][] _rows;
    private readonly double[] _targets;
    private readonly Bounded[] _cotangents;

    public ReferenceModel(ModelFormulas model, double[] hypers, double[][][] particles, double[][][] rows, double[] targets)
    {
        _model = model;
        _feature = new(model.Feature.Nodes);
        _regularizer = model.Regularizer is null ? null : new(model.Regularizer.Nodes);
        (_hypers, _rows, _targets) = (hypers, rows, targets);
        Predictions = [.. rows.Select(row => Predict(particles, row))];
        _cotangents = [.. Predictions.Select((f, r) => Slope(f, targets[r]))];
        Objective = Risk(particles);
    }

    public Bounded Objective { get; }

    public Bounded[] Predictions { get; }

    /// <summary>The numbers of a pair: the particle's for particle parameters, the row's for inputs.</summary>
    public Binding Pair(double[][] particle, double[][] row) => new(
        [.. particle.Select((values, p) => _model.Feature.Parameters[p].IsParticle ? values : row[p])], _hypers);

    public Bounded FirstVariation(double[][] particle)
    {
        double value = 0, condition = 0;
        for (int r = 0; r < _rows.Length; r++)
        {
            Jet phi = _feature.ValueWithCondition(_model.Feature.Root, Pair(particle, _rows[r]));
            value += _cotangents[r].Value * phi.Value;
            condition += (_cotangents[r].Condition * Math.Abs(phi.Value)) + (Math.Abs(_cotangents[r].Value) * (phi.ValueCondition + Math.Abs(phi.Value)));
        }

        Bounded v = Penalty(particle);
        return new(value + v.Value, condition + v.Condition + Math.Abs(value + v.Value));
    }

    public Bounded Velocity(double[][] particle, int parameter, int element)
    {
        double value = 0, condition = 0;
        for (int r = 0; r < _rows.Length; r++)
        {
            Jet phi = _feature.Derivative(_model.Feature.Root, Pair(particle, _rows[r]), parameter, element);
            value += _cotangents[r].Value * phi.Slope;
            condition += (_cotangents[r].Condition * Math.Abs(phi.Slope)) + (Math.Abs(_cotangents[r].Value) * (phi.SlopeCondition + Math.Abs(phi.Slope)));
        }

        if (_regularizer is not null)
        {
            Jet v = _regularizer.Derivative(_model.Regularizer!.Root, new(particle, _hypers), parameter, element);
            (value, condition) = (value + v.Slope, condition + v.SlopeCondition + Math.Abs(v.Slope));
        }
        else if (_model.HasRidge)
        {
            value += 0.1 * particle[parameter][element];
            condition += Math.Abs(0.1 * particle[parameter][element]);
        }

        return new(-value, condition + Math.Abs(value));
    }

    private Bounded Predict(double[][][] particles, double[][] row)
    {
        Jet[] values = [.. particles.Select(particle => _feature.ValueWithCondition(_model.Feature.Root, Pair(particle, row)))];
        double mean = values.Sum(v => v.Value) / values.Length;
        return new(mean, values.Sum(v => v.ValueCondition + Math.Abs(v.Value)) / values.Length);
    }

    private Bounded Risk(double[][][] particles)
    {
        double value = 0, condition = 0;
        for (int r = 0; r < _rows.Length; r++)
        {
            double loss = Loss(Predictions[r].Value, _targets[r]);
            value += loss / _rows.Length;
            condition += (Math.Abs(loss) + Reach(Predictions[r], _targets[r], Math.Abs(_cotangents[r].Value) * _rows.Length)) / _rows.Length;
        }

        foreach (double[][] particle in particles)
        {
            Bounded v = Penalty(particle);
            value += v.Value / particles.Length;
            condition += v.Condition / particles.Length;
        }

        return new(value, condition + Math.Abs(value));
    }

    private Bounded Penalty(double[][] particle)
    {
        if (_regularizer is not null)
        {
            Jet v = _regularizer.ValueWithCondition(_model.Regularizer!.Root, new(particle, _hypers));
            return new(v.Value, v.ValueCondition + Math.Abs(v.Value));
        }

        double ridge = _model.HasRidge ? 0.05 * FormulaToCSharp.Used(_model.Feature).Where(p => _model.Feature.Parameters[p].IsParticle).Sum(p => particle[p].Sum(x => x * x)) : 0;
        return new(ridge, 2 * ridge);
    }

    private double Loss(double f, double y) => _model.Loss switch
    {
        0 => 0.5 * (f - y) * (f - y),
        1 => Ops.Softplus(-y * f),
        _ => Math.Sqrt(1 + ((f - y) * (f - y))),
    };

    private Bounded Slope(Bounded f, double y)
    {
        double e = f.Value - y;
        double s = Ops.Sigmoid(-y * f.Value);
        (double slope, double curvature) = _model.Loss switch
        {
            0 => (e, 1),
            1 => (-y * s, y * y * s * (1 - s)),
            _ => (e / Math.Sqrt(1 + (e * e)), Math.Pow(1 + (e * e), -1.5)),
        };
        return new(slope / _rows.Length, (Math.Abs(slope) + Reach(f, y, curvature)) / _rows.Length);
    }

    private static double Reach(Bounded f, double y, double slope) => slope * (f.Condition + Math.Abs(f.Value) + Math.Abs(y));
}
