using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Compare.Tests.Runs;

#pragma warning disable IDE1006 // The names of the fields are those of the parameters.

/// <summary>The models of train_pytorch.py, ported.</summary>
internal static class TorchSharpPorts
{
    public static Module<Tensor, Tensor> Named(string name) =>
        name switch
        {
            "mlp" => new Mlp(),
            "lenet" => new LeNet(),
            "lstm" => new Lstm(),
            "autoencoder" => new Autoencoder(),
            _ => new Block(),
        };

    private sealed class Mlp : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> fc1 = Linear(20, 32);
        private readonly Module<Tensor, Tensor> fc2 = Linear(32, 5);

        public Mlp()
            : base("mlp") => RegisterComponents();

        public override Tensor forward(Tensor input) => fc2.call(fc1.call(input).tanh());
    }

    private sealed class LeNet : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 6, 5, padding: 2);
        private readonly Module<Tensor, Tensor> conv2 = Conv2d(6, 16, 5);
        private readonly Module<Tensor, Tensor> fc1 = Linear(400, 120);
        private readonly Module<Tensor, Tensor> fc2 = Linear(120, 84);
        private readonly Module<Tensor, Tensor> fc3 = Linear(84, 10);

        public LeNet()
            : base("lenet") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = functional.max_pool2d(conv1.call(input).relu(), 2);
            x = functional.max_pool2d(conv2.call(x).relu(), 2).flatten(1);
            return fc3.call(fc2.call(fc1.call(x).relu()).relu());
        }
    }

    private sealed class Lstm : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.LSTM rnn = LSTM(8, 16, batchFirst: true);
        private readonly Module<Tensor, Tensor> fc = Linear(16, 5);

        public Lstm()
            : base("lstm") => RegisterComponents();

        public override Tensor forward(Tensor input) => fc.call(rnn.call(input).Item1.mean([1]));
    }

    private sealed class Autoencoder : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> encoder = Linear(64, 16);
        private readonly Module<Tensor, Tensor> decoder = Linear(16, 64);

        public Autoencoder()
            : base("autoencoder") => RegisterComponents();

        public override Tensor forward(Tensor input) => decoder.call(encoder.call(input).tanh());
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> qkv = Linear(16, 48);
        private readonly Module<Tensor, Tensor> proj = Linear(16, 16);
        private readonly Module<Tensor, Tensor> ln1 = LayerNorm(16);
        private readonly Module<Tensor, Tensor> ln2 = LayerNorm(16);
        private readonly Module<Tensor, Tensor> fc1 = Linear(16, 32);
        private readonly Module<Tensor, Tensor> fc2 = Linear(32, 16);
        private readonly Module<Tensor, Tensor> head = Linear(16, 5);

        public Block()
            : base("block") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var heads = qkv.call(ln1.call(input)).view(-1, 6, 3, 2, 8).permute(2, 0, 3, 1, 4);
            var weights = (heads[0].matmul(heads[1].transpose(-2, -1)) / Math.Sqrt(8)).softmax(-1);
            var x = input + proj.call(weights.matmul(heads[2]).transpose(1, 2).reshape(-1, 6, 16));
            x = x + fc2.call(functional.gelu(fc1.call(ln2.call(x))));
            return head.call(x.mean([1]));
        }
    }
}
