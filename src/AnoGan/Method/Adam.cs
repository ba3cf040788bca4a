using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace AnoGan.Method;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), without weight decay. It stands in for TorchSharp's own, which hands
/// libtorch scalars that nothing keeps alive: a garbage collection at that moment, started by any thread, frees them in
/// use.
/// </summary>
internal sealed class Adam : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly Scalar _keepMean;
    private readonly Scalar _newMean;
    private readonly Scalar _keepSquare;
    private readonly Scalar _newSquare;
    private readonly Scalar _epsilon = 1e-8.ToScalar();
    private int _steps;

    /// <summary>Starts with all moments at zero.</summary>
    /// <param name="parameters">What to optimise; stays the caller's.</param>
    /// <param name="learningRate">Step size, above 0; may change between steps.</param>
    /// <param name="beta1">Decay of the mean gradient, 0 to below 1.</param>
    /// <param name="beta2">Decay of the mean squared gradient, 0 to below 1.</param>
    public Adam(IEnumerable<Parameter> parameters, double learningRate, double beta1 = 0.9, double beta2 = 0.999)
    {
        using var noGrad = no_grad();
        _parameters = [.. parameters];
        _means = Array.ConvertAll(_parameters, p => zeros_like(p).DetachFromDisposeScope());
        _squares = Array.ConvertAll(_parameters, p => zeros_like(p).DetachFromDisposeScope());
        LearningRate = learningRate;
        (_beta1, _beta2) = (beta1, beta2);
        (_keepMean, _newMean) = (beta1.ToScalar(), (1 - beta1).ToScalar());
        (_keepSquare, _newSquare) = (beta2.ToScalar(), (1 - beta2).ToScalar());
    }

    /// <summary>Step size of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Forgets the gradients of the last backward pass.</summary>
    public void ZeroGradients()
    {
        foreach (Parameter parameter in _parameters)
        {
            using Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Moves every parameter against its gradient.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _steps++;
        using Scalar size = (-LearningRate / (1 - Math.Pow(_beta1, _steps))).ToScalar();
        using Scalar correction = Math.Sqrt(1 - Math.Pow(_beta2, _steps)).ToScalar();
        for (int i = 0; i < _parameters.Length; i++)
        {
            Tensor gradient = _parameters[i].grad ?? throw new InvalidOperationException("a parameter has no "
                + "gradient: no backward pass reached it");
            _means[i].mul_(_keepMean).add_(gradient, _newMean);
            _squares[i].mul_(_keepSquare).addcmul_(gradient, gradient, _newSquare);
            Tensor divisor = _squares[i].sqrt().div_(correction).add_(_epsilon, Scalars.One);
            _parameters[i].addcdiv_(_means[i], divisor, size);
        }
    }

    /// <summary>Adds the running means of the gradients and of their squares to named arrays.</summary>
    public void Put(Dictionary<string, NamedArray> arrays, string name)
    {
        TensorArrays.Put(arrays, name + "-mean", _means);
        TensorArrays.Put(arrays, name + "-square", _squares);
    }

    /// <summary>Resumes as an optimiser that has made its steps and then added its means to the arrays.</summary>
    public void Restore(IReadOnlyDictionary<string, NamedArray> arrays, string name, int steps)
    {
        TensorArrays.Fill(arrays, name + "-mean", _means);
        TensorArrays.Fill(arrays, name + "-square", _squares);
        _steps = steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor moment in _means.Concat(_squares))
            moment.Dispose();
        foreach (Scalar scalar in (Scalar[])[_keepMean, _newMean, _keepSquare, _newSquare, _epsilon])
            scalar.Dispose();
    }
}
