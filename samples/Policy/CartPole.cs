using System;
using Generated.Numerics;

namespace Generated.Samples.Policy;

/// <summary>
/// A cart on a track balances a pole by being pushed left or right: Barto, Sutton, Anderson, Neuronlike adaptive elements that can
/// solve difficult learning control problems, 1983, with the constants and Euler's steps of Gym's CartPole-v1.
/// </summary>
internal struct CartPole
{
    public const int StateSize = 4, MaxSteps = 500;
    private const double Gravity = 9.8, CartMass = 1.0, PoleMass = 0.1, HalfLength = 0.5, Force = 10, TimeStep = 0.02;
    private const double TrackEnd = 2.4, LargestAngle = 12 * Math.PI / 180;

    private double _position, _speed, _angle, _turning;

    /// <summary>How many pushes the pole has stood; each is a reward of 1.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the pole has fallen or the cart left its track.</summary>
    public readonly bool HasFailed => Math.Abs(_position) > TrackEnd || Math.Abs(_angle) > LargestAngle;

    /// <summary>Begins an episode near rest.</summary>
    public void Start(RandomGenerator random)
    {
        _position = 0.1 * random.NextDouble() - 0.05;
        _speed = 0.1 * random.NextDouble() - 0.05;
        _angle = 0.1 * random.NextDouble() - 0.05;
        _turning = 0.1 * random.NextDouble() - 0.05;
        Steps = 0;
    }

    /// <summary>Writes what the network sees: position, speed, angle and angular speed, all of the order of 1.</summary>
    public readonly void Observe(Span<float> state)
    {
        state[0] = (float)(_position / TrackEnd);
        state[1] = (float)(_speed / 2);
        state[2] = (float)(_angle / LargestAngle);
        state[3] = (float)(_turning / 2);
    }

    /// <summary>Pushes for a fiftieth of a second.</summary>
    public void Push(bool right)
    {
        (double sin, double cos) = Math.SinCos(_angle);
        double push = ((right ? Force : -Force) + PoleMass * HalfLength * _turning * _turning * sin) / (CartMass + PoleMass);
        double turn = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * cos * cos / (CartMass + PoleMass)));
        double acceleration = push - PoleMass * HalfLength * turn * cos / (CartMass + PoleMass);
        _position += TimeStep * _speed;
        _speed += TimeStep * acceleration;
        _angle += TimeStep * _turning;
        _turning += TimeStep * turn;
        Steps++;
    }
}
