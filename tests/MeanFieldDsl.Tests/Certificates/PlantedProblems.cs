using MeanFieldDsl.Library;

namespace MeanFieldDsl.Tests;

/// <summary>
/// Problems made from their conditions of optimality, so that the optimum is known: atoms a_k δ(t_k) and a p with −⟨p, φ⟩ ≤ V everywhere, with equality at the atoms; then p = R'(f) where y = f − n p, and
/// F* = ½ n ‖p‖² + Σ V of the atoms.
/// </summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
/// <param name="Problem">The problem.</param>
/// <param name="Optimum">F*.</param>
/// <param name="Atoms">Particles of the minimiser.</param>
/// <param name="Words">How it was made.</param>
internal sealed record Planted<TParticle>(MeanFieldProblem<TParticle> Problem, double Optimum, double[] Atoms, string Words)
    where TParticle : IParticle<TParticle>, allows ref struct;

/// <summary>Draws planted problems.</summary>
internal static class PlantedProblems
{
    private const int Order = 7;

    /// <summary>
    /// Spikes on the circle. The certificate is any trigonometric polynomial q of order 7 with |q| ≤ 1, as Σ q(x_r) ψ(x_r − t)/n = q(t) on n ≥ 15 equidistant points; those here are
    /// 1 − c Π sin² π(t − t_k), T₂ of it, and cosines, all with their extrema known.
    /// </summary>
    public static Planted<LowPassSpike.Particle> Spikes(ref CounterRandom random)
    {
        List<(double Place, int Sign)> atoms = [];
        Func<double, double> certificate;
        string words;
        int kind = random.NextInt(3);
        if (kind == 0)
        {
            int frequency = 1 + random.NextInt(Order);
            double shift = random.NextDouble();
            certificate = t => Math.Cos(2 * Math.PI * frequency * (t - shift));
            for (int k = 0; k < 2 * frequency; k++)
            {
                if (k == 0 || random.NextInt(2) == 0)
                {
                    atoms.Add((shift + (0.5 * k / frequency), k % 2 == 0 ? 1 : -1));
                }
            }

            words = $"cosine {frequency}";
        }
        else
        {
            int roots = 1 + random.NextInt(kind == 1 ? Order : Order / 2), sign = random.NextInt(2) == 0 ? 1 : -1;
            double depth = kind == 2 ? 2 : 2 * LogUniform(ref random, 1e-3, 1), gap = random.NextInt(3) == 0 ? LogUniform(ref random, 1e-3, 0.1) : 1;
            double[] places = new double[roots];
            for (int k = 0; k < roots; k++)
            {
                places[k] = random.NextDouble() * gap;
                atoms.Add((places[k], sign));
            }

            double Below(double t) => 1 - (depth * places.Aggregate(1.0, (product, place) => product * Math.Pow(Math.Sin(Math.PI * (t - place)), 2)));
            certificate = kind == 1 ? t => sign * Below(t) : t => sign * ((2 * Below(t) * Below(t)) - 1);
            if (kind == 2)
            {
                // T₂ is −1 at the zeros of its argument; those between the grid points where it changes its sign.
                for (int k = 0; k < 200; k++)
                {
                    (double low, double high) = (k / 200.0, (k + 1) / 200.0);
                    if (Below(low) * Below(high) < 0)
                    {
                        atoms.Add((Bisect(Below, low, high), -sign));
                    }
                }
            }

            words = $"{(kind == 1 ? "product" : "T2 of a product")} of {roots}, depth {depth:G3}, gap {gap:G3}";
        }

        double lambda = LogUniform(ref random, 1e-6, 1e3), size = LogUniform(ref random, 1e-3, 1e3);
        int points = random.NextInt(20) == 0 ? 500 : 15 + random.NextInt(40);
        double[] particles = new double[2 * atoms.Count], targets = new double[points];
        double[][] rows = new double[points][];
        double optimum = 0;
        for (int k = 0; k < atoms.Count; k++)
        {
            double mass = size * LogUniform(ref random, 1e-2, 1) * atoms[k].Sign;
            (particles[2 * k], particles[(2 * k) + 1]) = (mass * atoms.Count, atoms[k].Place);
            optimum += lambda * Math.Abs(mass);
        }

        for (int r = 0; r < points; r++)
        {
            rows[r] = [(double)r / points];
            double residual = lambda * certificate(rows[r][0]);
            targets[r] = residual;
            optimum += 0.5 * residual * residual / points;
            for (int k = 0; k < atoms.Count; k++)
            {
                targets[r] += LowPassSpike.Phi(particles[2 * k] / atoms.Count, particles[(2 * k) + 1], rows[r][0]);
            }
        }

        return new(new Spikes(new TotalVariation { Lambda = lambda }).On(DataSet.From(rows, targets)), optimum, particles, $"{words}, λ = {lambda:G3}, {points} rows, {atoms.Count} atoms of {size:G3}");
    }

    /// <summary>A matrix U S Vᵀ with weight decay: the singular values are thresholded.</summary>
    public static Planted<RankOneMatrix.Particle> Matrix(ref CounterRandom random)
    {
        int rows = 2 + random.NextInt(5), columns = 2 + random.NextInt(5), rank = Math.Min(rows, columns), count = rows * columns;
        double lambda = LogUniform(ref random, 1e-6, 1e3);
        double[][] left = Orthogonal(rows, ref random), right = Orthogonal(columns, ref random);
        double[][] entries = new double[count][];
        double[] targets = new double[count], particles = new double[rank * (rows + columns)];
        double optimum = 0;
        for (int k = 0; k < rank; k++)
        {
            // Some at the threshold, some far from it, some equal.
            double value = lambda * (random.NextInt(4) == 0 ? 1 + LogUniform(ref random, 1e-9, 1e-1) : random.NextInt(4) == 0 ? 2 : LogUniform(ref random, 1e-3, 1e3));
            optimum += value > lambda ? (lambda * value) - (0.5 * lambda * lambda) : 0.5 * value * value;
            double root = Math.Sqrt(rank * Math.Max(0, value - lambda));
            for (int e = 0; e < count; e++)
            {
                targets[e] += value * left[k][e / columns] * right[k][e % columns];
            }

            for (int i = 0; i < rows + columns; i++)
            {
                particles[(k * (rows + columns)) + i] = root * (i < rows ? left[k][i] : right[k][i - rows]);
            }
        }

        for (int e = 0; e < count; e++)
        {
            entries[e] = [e / columns, e % columns];
        }

        MeanFieldProblem<RankOneMatrix.Particle> problem = new MatrixSquareDecay(new SquaredL2 { Lambda = lambda / count }).On(DataSet.From(entries, targets), n1: rows, n2: columns);
        return new(problem, optimum / count, particles, $"{rows} × {columns}, λ = {lambda:G3}");
    }

    /// <summary>
    /// Neurons with two inputs. Between the kinks the certificate Σ c_r max(⟨w, x_r⟩, 0) is linear in w, so that its largest value on the circle is known for any c; rows that are turned by 2π/k
    /// with the same c give it at k places.
    /// </summary>
    public static Planted<ReluNeuronWithoutBias.Particle> Neurons(ref CounterRandom random)
    {
        int copies = 1 + random.NextInt(5), kinds = 1 + random.NextInt(6), count = copies * kinds;
        double[][] rows = new double[count][];
        double[] weights = new double[count];
        for (int kind = 0; kind < kinds; kind++)
        {
            double angle = 2 * Math.PI * random.NextDouble(), norm = LogUniform(ref random, 0.1, 10), weight = random.NextGaussian();
            for (int copy = 0; copy < copies; copy++)
            {
                double turned = angle + (2 * Math.PI * copy / copies);
                rows[(kind * copies) + copy] = [norm * Math.Cos(turned), norm * Math.Sin(turned)];
                weights[(kind * copies) + copy] = weight;
            }
        }

        (double largest, double place) = Largest(rows, weights);
        double scale = LogUniform(ref random, 1e-4, 1e2), size = LogUniform(ref random, 1e-2, 1e2), optimum = 0;
        int sign = Certificate(rows, weights, place) < 0 ? -1 : 1;
        double lambda = scale * largest;
        double[] particles = new double[3 * copies], targets = new double[count];
        for (int copy = 0; copy < copies; copy++)
        {
            double mass = size * LogUniform(ref random, 1e-2, 1), root = Math.Sqrt(copies * mass), angle = place + (2 * Math.PI * copy / copies);
            (particles[3 * copy], particles[(3 * copy) + 1], particles[(3 * copy) + 2]) = (sign * root, root * Math.Cos(angle), root * Math.Sin(angle));
            optimum += lambda * mass;
        }

        for (int r = 0; r < count; r++)
        {
            double residual = scale * weights[r] * count;
            targets[r] = residual;
            optimum += 0.5 * residual * residual / count;
            for (int copy = 0; copy < copies; copy++)
            {
                ReadOnlySpan<double> atom = particles.AsSpan(3 * copy, 3);
                targets[r] += atom[0] * Math.Max(0, (atom[1] * rows[r][0]) + (atom[2] * rows[r][1])) / copies;
            }
        }

        return new(new PlantedNeurons(new SquaredL2 { Lambda = lambda }).On(DataSet.From(rows, targets)), optimum, particles, $"{kinds} rows in {copies} copies, λ = {lambda:G3}, masses {size:G3}");
    }

    // The largest |Σ c_r max(⟨w, x_r⟩, 0)| on the circle and its angle: at a kink, or where the gradient of an arc points into it.
    private static (double Value, double Angle) Largest(double[][] rows, double[] weights)
    {
        double[] kinks = [.. rows.SelectMany(static x => new[] { Math.Atan2(x[1], x[0]) + (0.5 * Math.PI), Math.Atan2(x[1], x[0]) - (0.5 * Math.PI) }).Select(static a => a - (2 * Math.PI * Math.Floor(a / (2 * Math.PI)))).Order()];
        (double Value, double Angle) best = (0, 0);
        for (int k = 0; k < kinks.Length; k++)
        {
            double from = kinks[k], to = k + 1 < kinks.Length ? kinks[k + 1] : kinks[0] + (2 * Math.PI), middle = 0.5 * (from + to);
            double first = 0, second = 0;
            for (int r = 0; r < rows.Length; r++)
            {
                bool isActive = (Math.Cos(middle) * rows[r][0]) + (Math.Sin(middle) * rows[r][1]) > 0;
                first += isActive ? weights[r] * rows[r][0] : 0;
                second += isActive ? weights[r] * rows[r][1] : 0;
            }

            double up = Math.Atan2(second, first);
            foreach (double angle in (double[])[from, up, up + Math.PI])
            {
                double within = angle + (2 * Math.PI * Math.Ceiling((from - angle) / (2 * Math.PI)));
                double value = Math.Abs(Certificate(rows, weights, angle));
                best = within <= to && value > best.Value ? (value, angle) : best;
            }
        }

        return best;
    }

    private static double Certificate(double[][] rows, double[] weights, double angle)
    {
        double sum = 0;
        for (int r = 0; r < rows.Length; r++)
        {
            sum += weights[r] * Math.Max(0, (Math.Cos(angle) * rows[r][0]) + (Math.Sin(angle) * rows[r][1]));
        }

        return sum;
    }

    private static double LogUniform(ref CounterRandom random, double low, double high) => low * Math.Pow(high / low, random.NextDouble());

    private static double Bisect(Func<double, double> function, double low, double high)
    {
        bool rises = function(low) < 0;
        for (int k = 0; k < 60; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = (function(middle) < 0) == rises ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    // Orthonormal rows, by Gram and Schmidt twice over.
    private static double[][] Orthogonal(int size, ref CounterRandom random)
    {
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++)
        {
            rows[i] = new double[size];
            for (int k = 0; k < size; k++)
            {
                rows[i][k] = random.NextGaussian();
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    double product = rows[i].Zip(rows[j], static (a, b) => a * b).Sum();
                    rows[i] = [.. rows[i].Zip(rows[j], (a, b) => a - (product * b))];
                }

                double norm = Math.Sqrt(rows[i].Sum(static a => a * a));
                rows[i] = [.. rows[i].Select(a => a / norm)];
            }
        }

        return rows;
    }
}

[MeanFieldModel<ReluNeuronWithoutBias, SquareLoss, SquaredL2>]
internal sealed partial class PlantedNeurons;
