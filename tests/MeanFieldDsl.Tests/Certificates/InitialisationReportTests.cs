namespace MeanFieldDsl.Tests;

public class InitialisationReportTests
{
    private static readonly ParticleLayout Torus = new("Spike", [new("w", ParticleRole.Weight, 0, 1, 0), new("t", ParticleRole.Position, 1, 1, 2)], weightDegree: 1);
    private static readonly ParticleLayout Torus2 = new("Spike", [new("w", ParticleRole.Weight, 0, 1, 0), new("t", ParticleRole.Position, 1, 2, 1)], weightDegree: 1);
    private static readonly ParticleLayout Free = new("Sigmoid", [new("w", ParticleRole.Weight, 0, 1, 0), new("t", ParticleRole.Position, 1, 1, 0)], weightDegree: 1);
    private static readonly ParticleLayout Free2 = new("Sigmoid", [new("w", ParticleRole.Weight, 0, 1, 0), new("t", ParticleRole.Position, 1, 2, 0)], weightDegree: 1);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(100)]
    public void Regular_polygons_leave_half_of_their_angle(int corners)
    {
        double[] particles = [.. Enumerable.Range(0, corners).SelectMany(k => new[] { (k + 1) * Math.Cos((2 * Math.PI * k / corners) + 0.3), (k + 1) * Math.Sin((2 * Math.PI * k / corners) + 0.3) })];
        InitialisationReport report = Initialisation.Inspect(Whole(2), particles);
        Assert.True(report.IsExact && report.IsOfDirections);
        Assert.Equal(Math.PI / corners, report.CoveringRadius, 1e-13);
        Assert.Equal(corners >= 4 ? SeparationStatus.Covered : SeparationStatus.Undecided, report.Separation);
        Assert.Equal(Theorem.GlobalConvergenceHomogeneous, report.Theorem);
        Assert.Equal(corners, report.LargestNorm, 1e-12);
    }

    [Fact]
    public void A_half_plane_without_particles_is_found()
    {
        InitialisationReport report = Initialisation.Inspect(Whole(2), [1, 0, 0, 1, -1, 0.001]);
        Assert.Equal(SeparationStatus.Uncovered, report.Separation);
        Assert.Contains("half-space", report.Reason, StringComparison.Ordinal);
        Assert.True(report.Hole[1] < -0.99, report.ToString());
    }

    [Theory]
    [InlineData(new[] { 2.0, 0.5 }, Math.PI, SeparationStatus.Uncovered)]
    [InlineData(new[] { 2.0, -0.5 }, 0, SeparationStatus.Covered)]
    [InlineData(new[] { 0.0, 0 }, Math.PI, SeparationStatus.Uncovered)]
    public void On_the_line_there_are_two_directions(double[] particles, double radius, SeparationStatus status)
    {
        InitialisationReport report = Initialisation.Inspect(Whole(1), particles);
        Assert.Equal((radius, status, true), (report.CoveringRadius, report.Separation, report.IsExact));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    public void The_cross_polytope_leaves_the_angle_to_a_diagonal(int dimension)
    {
        // ±e_k: the farthest direction is (1, …, 1)/√D.
        double[] particles = new double[2 * dimension * dimension];
        for (int k = 0; k < 2 * dimension; k++)
        {
            particles[(k * dimension) + (k / 2)] = k % 2 == 0 ? 0.5 : -7;
        }

        InitialisationReport report = Initialisation.Inspect(Whole(dimension), particles);
        double exact = Math.Acos(1 / Math.Sqrt(dimension));
        Assert.False(report.IsExact);
        Assert.InRange(report.CoveringRadius, (dimension < 10 ? 0.97 : 0.85) * exact, exact + 1e-12);
        Assert.Equal(SeparationStatus.Undecided, report.Separation);
        Assert.Equal(report.CoveringRadius, Initialisation.Inspect(Whole(dimension), particles).CoveringRadius);
    }

    [Fact]
    public void A_missing_side_is_found_in_high_dimension_too()
    {
        double[] particles = new double[300 * 50];
        Initialisation.Sphere().Fill(Whole(50), 300, 1, particles);
        for (int i = 0; i < particles.Length; i += 50)
        {
            particles[i] = Math.Abs(particles[i]) + 0.3;
        }

        Assert.Equal(SeparationStatus.Uncovered, Initialisation.Inspect(Whole(50), particles).Separation);
    }

    [Fact]
    public void Even_grids_of_the_torus_are_covered()
    {
        double[] line = new double[2 * 8], plane = new double[3 * 36];
        Initialisation.ZeroWeights().Fill(Torus, 8, 1, line);
        Initialisation.TorusGrid().Fill(Torus2, 36, 1, plane);
        InitialisationReport exact = Initialisation.Inspect(Torus, line), searched = Initialisation.Inspect(Torus2, plane);
        Assert.Equal((0.125, 1, true, false), (exact.CoveringRadius, exact.LargestRadius, exact.IsExact, exact.IsOfDirections));
        Assert.Equal((0, 0, 8), (exact.PositiveWeights, exact.NegativeWeights, exact.ZeroWeights));
        Assert.InRange(searched.CoveringRadius, 0.99 * Math.Sqrt(2) / 12, (Math.Sqrt(2) / 12) + 1e-12);
        Assert.Equal((SeparationStatus.Covered, SeparationStatus.Covered), (exact.Separation, searched.Separation));
        Assert.Equal(Theorem.GlobalConvergencePartiallyHomogeneous, exact.Theorem);
    }

    [Fact]
    public void Positions_count_modulo_their_period()
    {
        // At 0.5 and 1.5 modulo 2, given as 4.5 and −0.5.
        InitialisationReport report = Initialisation.Inspect(Torus, [1, 4.5, -1, -0.5]);
        Assert.Equal(0.5, report.CoveringRadius, 1e-14);
        Assert.Equal((1, 1, true), (report.PositiveWeights, report.NegativeWeights, report.HasBothSigns));
        Assert.Equal(SeparationStatus.Uncovered, report.Separation);
        Assert.Equal(SeparationStatus.Uncovered, Initialisation.Inspect(Torus2, [0, 0.3, 0.3]).Separation);
        Assert.Equal(SeparationStatus.Undecided, Initialisation.Inspect(Torus, [0, 0, 0, 0.6, 0, 1.2]).Separation);
    }

    [Fact]
    public void Positions_without_period_count_within_the_box_they_span_and_never_cover()
    {
        InitialisationReport line = Initialisation.Inspect(Free, [0, -1, 0, 3, 0, 0]);
        Assert.Equal((1.5, 4, true), (line.CoveringRadius, line.LargestRadius, line.IsExact));
        Assert.Equal(1.5, line.Hole[0]);
        Assert.Equal(SeparationStatus.Undecided, line.Separation);
        InitialisationReport corners = Initialisation.Inspect(Free2, [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1]);
        Assert.InRange(corners.CoveringRadius, 0.7, Math.Sqrt(0.5) + 1e-12);
        Assert.Equal(SeparationStatus.Uncovered, Initialisation.Inspect(Free2, [0, 1, 2, 0, 1, 2]).Separation);
    }

    [Fact]
    public void Where_no_theorem_applies_nothing_is_claimed()
    {
        ParticleLayout cubic = new("Tensor", [new("u", ParticleRole.Position, 0, 2, 0)], 3), none = new("Nothing", [new("u", ParticleRole.Position, 0, 2, 0)]);
        double[] square = [1, 0, 0, 1, -1, 0, 0, -1];
        Assert.Equal(SeparationStatus.Undecided, Initialisation.Inspect(cubic, square).Separation);
        Assert.Contains("degree 3", Initialisation.Inspect(cubic, square).Reason, StringComparison.Ordinal);
        Assert.Null(Initialisation.Inspect(none, square).Theorem);
        Assert.Equal(SeparationStatus.Undecided, Initialisation.Inspect(none, [1, 0]).Separation);
        Assert.Equal(SeparationStatus.Uncovered, Initialisation.Inspect(cubic, [1, 0]).Separation);
    }

    [Fact]
    public void What_is_no_set_of_particles_is_refused()
    {
        _ = Assert.Throws<ArgumentException>(() => Initialisation.Inspect(Torus, []));
        _ = Assert.Throws<ArgumentException>(() => Initialisation.Inspect(Torus, [1, 2, 3]));
        Assert.Contains("index 1 is not finite", Assert.Throws<ArgumentException>(() => Initialisation.Inspect(Torus, [1, double.NaN])).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentNullException>(() => Initialisation.Inspect(null!, [1]));
    }

    private static ParticleLayout Whole(int dimension) => new("Neuron", [new("a", ParticleRole.Weight, 0, 1, 0), new("w", ParticleRole.Position, 1, dimension - 1, 0)], 2, 1);
}
