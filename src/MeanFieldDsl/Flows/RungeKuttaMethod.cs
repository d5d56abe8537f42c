namespace MeanFieldDsl;

/// <summary>An explicit Runge–Kutta method for the gradient flow as an ordinary differential equation, by its order.</summary>
public enum RungeKuttaMethod
{
    /// <summary>Explicit Euler, order 1, one evaluation a step.</summary>
    Euler,

    /// <summary>Heun's method, order 2, two evaluations a step.</summary>
    Heun,

    /// <summary>The classical method of Kutta (1901), order 4, four evaluations a step.</summary>
    Classical,

    /// <summary>Bogacki and Shampine 3(2) (1989), order 3 with an error estimate of order 2, three evaluations a step.</summary>
    BogackiShampine,

    /// <summary>Dormand and Prince 5(4) (1980), order 5 with an error estimate of order 4, six evaluations a step.</summary>
    DormandPrince,
}
