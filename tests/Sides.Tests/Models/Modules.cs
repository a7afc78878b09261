#pragma warning disable IDE1006 // RegisterComponents names layers after their fields.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Compare.Tests.Sides.Models;

/// <summary>A module as somebody might write it, right or with one line wrong.</summary>
/// <remarks>
/// Convolutions have 16 channels or get no gradient by their input: with others, libtorch 2.10 on the CPU takes that gradient in float32
/// from memory that nobody has written, on some processors, and it is another at each call.
/// </remarks>
internal abstract class Written(string name, string wrong) : Module<Tensor, Tensor>(name)
{
    /// <summary>Whether the line is wrong.</summary>
    protected bool Is(string mistake) => wrong == mistake;
}

internal sealed class Perceptron : Written
{
    private readonly Linear fc1,
        fc2,
        fc3;
    private readonly Dropout drop;

    public Perceptron(string wrong)
        : base(nameof(Perceptron), wrong)
    {
        fc1 = Linear(12, 16);
        fc2 = Linear(16, 16, hasBias: !Is("no bias"));
        fc3 = Linear(16, 4);
        drop = Dropout(Is("dropout") ? 0.5 : 0.3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = fc1.call(x);
        x = drop.call(Is("activation") ? x.tanh() : x.relu());
        x = Is("detached") ? fc2.call(x.detach()) : fc2.call(x);
        return fc3.call(x.relu());
    }
}

internal sealed class LeNet : Written
{
    private readonly Conv2d conv1,
        conv2;
    private readonly Linear fc1,
        fc2;
    private readonly Module<Tensor, Tensor> pool1;
    private readonly MaxPool2d pool2;

    public LeNet(string wrong)
        : base(nameof(LeNet), wrong)
    {
        conv1 = Conv2d(1, 16, 5, padding: 2, padding_mode: Is("padding") ? PaddingModes.Reflect : PaddingModes.Zeros);
        conv2 = Conv2d(16, 16, 5, bias: !Is("no bias"));
        fc1 = Linear(64, 20);
        fc2 = Linear(20, 10);
        pool1 = Is("pooling") ? AvgPool2d(2) : MaxPool2d(2);
        pool2 = MaxPool2d(2);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = conv1.call(x);
        x = pool1.call(Is("no relu") ? x : x.relu());
        x = pool2.call(conv2.call(x).relu());
        x = Is("flattened") ? x.permute(0, 2, 3, 1).reshape(x.shape[0], -1) : x.flatten(1);
        return fc2.call(fc1.call(x).relu());
    }
}

internal sealed class LstmClassifier : Written
{
    private readonly LSTM lstm;
    private readonly Linear head;

    public LstmClassifier(string wrong)
        : base(nameof(LstmClassifier), wrong)
    {
        lstm = LSTM(5, 8, batchFirst: !Is("batch second"));
        head = Linear(8, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (rows, time) = (x.shape[0], x.shape[1]);
        var h = Is("initial state")
            ? lstm.call(x, (ones(1, rows, 8, dtype: x.dtype), zeros(1, rows, 8, dtype: x.dtype))).Item1
            : lstm.call(x).Item1;
        h =
            Is("first step") ? h.select(1, 0)
            : Is("mean") ? h.mean([1])
            : h.select(1, time - 1);
        return head.call(Is("dropped") ? h.detach() : h);
    }
}

internal sealed class TransformerBlock : Written
{
    private readonly LayerNorm norm1,
        norm2;
    private readonly Linear query,
        key,
        value,
        result,
        up,
        down;
    private readonly GELU gelu;

    public TransformerBlock(string wrong)
        : base(nameof(TransformerBlock), wrong)
    {
        norm1 = LayerNorm(8, Is("epsilon") ? 1e-3 : 1e-5);
        norm2 = LayerNorm(8);
        query = Linear(8, 8);
        key = Linear(8, 8);
        value = Linear(8, 8);
        result = Linear(8, 8);
        up = Linear(8, 16);
        down = Linear(16, 8);
        gelu = GELU();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = norm1.call(x);
        var scores = query.call(y).matmul(key.call(y).transpose(1, 2));
        if (!Is("scale"))
            scores = scores / Math.Sqrt(8);
        var time = x.shape[1];
        if (!Is("mask"))
            scores = scores.masked_fill(ones(time, time, dtype: ScalarType.Bool).triu(1), double.NegativeInfinity);
        x = (Is("residual") ? 0 * x : x) + result.call(scores.softmax(-1).matmul(value.call(y)));
        var z = up.call(norm2.call(x));
        z = Is("gelu") ? 0.5 * z * (1 + (Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z.pow(3))).tanh()) : gelu.call(z);
        return x + down.call(z);
    }
}

internal sealed class NormalisedConvolutions : Written
{
    private readonly Conv2d conv1,
        conv2;
    private readonly BatchNorm2d norm1,
        norm2;
    private readonly Linear head;

    public NormalisedConvolutions(string wrong)
        : base(nameof(NormalisedConvolutions), wrong)
    {
        conv1 = Conv2d(2, 16, 3, padding: 1);
        norm1 = BatchNorm2d(16, eps: Is("epsilon") ? 1e-3 : 1e-5);
        conv2 = Conv2d(16, 16, 3, padding: 1, stride: 2);
        norm2 = BatchNorm2d(16, momentum: Is("momentum") ? 0.01 : 0.1);
        head = Linear(16, 3);
        RegisterComponents();
        if (Is("evaluation"))
            norm2.eval();
    }

    public override Tensor forward(Tensor x)
    {
        x = conv1.call(x);
        x = Is("order") ? norm1.call(x.relu()) : norm1.call(x).relu();
        x = norm2.call(conv2.call(x)).relu();
        return head.call(Is("pooling") ? x.amax([2, 3]) : x.mean([2, 3]));
    }
}

internal sealed class TiedAutoencoder : Written
{
    private readonly Parameter W;
    private readonly Parameter b;
    private readonly Parameter? V;

    public TiedAutoencoder(string wrong)
        : base(nameof(TiedAutoencoder), wrong)
    {
        W = Parameter(randn(12, 5) * 0.3);
        b = Parameter(randn(5) * 0.1);
        V = Is("untied") ? Parameter(randn(5, 12) * 0.3) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = x.matmul(W) + (Is("no bias") ? 0 * b : b);
        h = Is("activation") ? h.tanh() : h.sigmoid();
        var decoder = V ?? W.t();
        return h.matmul(
            Is("detached") ? decoder.detach()
            : Is("scaled") ? 2 * decoder
            : decoder
        );
    }
}

internal sealed class Variational : Module<Tensor, (Tensor, Tensor, Tensor)>
{
    private readonly string _wrong;
    private readonly Linear encoder,
        mean,
        variance,
        decoder;

    public Variational(string wrong)
        : base(nameof(Variational))
    {
        _wrong = wrong;
        encoder = Linear(12, 8);
        mean = Linear(8, 3);
        variance = Linear(8, 3);
        decoder = Linear(3, 12);
        RegisterComponents();
    }

    public override (Tensor, Tensor, Tensor) forward(Tensor x)
    {
        var h = encoder.call(x).tanh();
        var m = mean.call(h);
        var s = variance.call(h);
        var noise = randn_like(m);
        var z = m + (_wrong == "deviation" ? s.exp() : (0.5 * s).exp()) * noise;
        return (decoder.call(_wrong == "no noise" ? m : z), m, s);
    }

    public static Tensor Loss(Variational model, Tensor x)
    {
        var (y, m, s) = model.call(x);
        var divergence = -0.5 * (1 + s - m.square() - s.exp()).sum();
        return (y - x).square().sum()
            + (
                model._wrong == "half" ? 2 * divergence
                : model._wrong == "sign" ? -divergence
                : model._wrong == "detached" ? divergence.detach()
                : divergence
            );
    }
}

internal sealed class Logistic : Written
{
    private readonly Linear linear;

    public Logistic(string wrong)
        : base(nameof(Logistic), wrong)
    {
        linear = Linear(6, 3, hasBias: !Is("no bias"));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) =>
        linear.call(
            Is("scaled") ? x * 0.5
            : Is("centred") ? x - x.mean([0], keepdim: true)
            : x
        );
}

internal sealed class Bag : Module<Tensor, Tensor, Tensor>
{
    private readonly string _wrong;
    private readonly EmbeddingBag bag;
    private readonly Linear head;

    public Bag(string wrong)
        : base(nameof(Bag))
    {
        _wrong = wrong;
        bag = EmbeddingBag(
            20,
            6,
            mode: wrong == "sum" ? EmbeddingBagMode.Sum
                : wrong == "maximum" ? EmbeddingBagMode.Max
                : EmbeddingBagMode.Mean
        );
        head = Linear(6, 3, hasBias: wrong != "no bias");
        RegisterComponents();
    }

    public override Tensor forward(Tensor words, Tensor offsets)
    {
        var x = bag.call(_wrong == "shifted" ? (words + 1) % 20 : words, offsets);
        return head.call(_wrong == "detached" ? x.detach() : x);
    }
}

internal sealed class ResidualBlock : Written
{
    private readonly Conv2d conv1,
        conv2;
    private readonly BatchNorm2d norm1,
        norm2;
    private readonly ReLU relu;

    public ResidualBlock(string wrong)
        : base(nameof(ResidualBlock), wrong)
    {
        conv1 = Conv2d(16, 16, 3, padding: 1);
        norm1 = BatchNorm2d(16);
        conv2 = Conv2d(16, 16, 3, padding: 1);
        norm2 = BatchNorm2d(16);
        relu = ReLU();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var y = relu.call(norm1.call(conv1.call(x)));
        y = norm2.call(conv2.call(Is("detached") ? y.detach() : y));
        return Is("no skip") ? relu.call(y)
            : Is("skip after") ? x + relu.call(y)
            : Is("half") ? relu.call(0.5 * x + y)
            : Is("no relu") ? x + y
            : relu.call(x + y);
    }
}
